package dev.kith.serving.reload;

import static dev.kith.serving.Shop.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.config.Problem;
import dev.kith.serving.rpc.LiveCatalogue;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A features.yaml that is served")
class FeaturesFileTest {
  private static final String ONE =
      """
      entity: user
      features:
        - name: friend_count
          description: Friends.
          path: friends
          aggregate: count
      """;
  private static final String TWO =
      ONE
          + """
            - name: purchase_count
              description: Purchases.
              path: purchased
              aggregate: count
          """;
  private static final String BAD =
      ONE.replace("path: friends", "path: freinds").replace("count\n", "cuont\n");

  @TempDir private Path directory;
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final LiveCatalogue live =
      new LiveCatalogue(FeatureCatalogue.parse("features.yaml", ONE, SCHEMA));
  private Path path = Path.of("");
  private FeaturesFile file =
      new FeaturesFile("", SCHEMA, live, served -> served, new SimpleMeterRegistry());

  @BeforeEach
  void open() throws IOException {
    path = directory.resolve("features.yaml");
    Files.writeString(path, ONE);
    file = new FeaturesFile(path.toString(), SCHEMA, live, served -> served, meters);
    settle();
  }

  @Test
  @DisplayName("is taken when it has changed, but not while it is being written")
  void changed() throws IOException {
    FeatureCatalogue before = live.catalogue();
    Files.writeString(path, "entity: user\nfeatures:\n");
    file.look();
    Files.writeString(path, TWO);
    file.look();
    assertThat(live.catalogue()).isSameAs(before);
    file.look();
    assertThat(served()).containsExactly("friend_count", "purchase_count");
    assertThat(reloads("taken")).isOne();
    assertThat(reloads("refused")).isZero();
  }

  @Test
  @DisplayName(
      "stays served as it was while it can't be used, which is told once, with all problems")
  void bad() throws IOException {
    Files.writeString(path, BAD);
    settle();
    settle();
    assertThat(served()).containsExactly("friend_count");
    assertThat(file.refused())
        .extracting(Problem::line, Problem::what)
        .containsExactly(tuple(5, "freinds: there is no edge type 'freinds'"));
    assertThat(reloads("refused")).isOne();
    assertThat(isRefused()).isTrue();

    Files.writeString(path, ONE);
    settle();
    assertThat(file.refused()).isEmpty();
    assertThat(isRefused()).isFalse();
    assertThat(reloads("taken")).isZero();

    Files.writeString(path, BAD);
    settle();
    assertThat(reloads("refused")).as("broken again").isEqualTo(2);
    Files.writeString(path, TWO);
    settle();
    assertThat(served()).containsExactly("friend_count", "purchase_count");
    assertThat(isRefused()).isFalse();
  }

  @Test
  @DisplayName("stays served while it is away")
  void away() throws IOException {
    Files.delete(path);
    settle();
    settle();
    assertThat(served()).containsExactly("friend_count");
    assertThat(file.refused())
        .extracting(Problem::toString)
        .containsExactly(path + ": there is no such file. Name one that exists");
    assertThat(reloads("refused")).isOne();
    Files.writeString(path, TWO);
    settle();
    assertThat(served()).containsExactly("friend_count", "purchase_count");
  }

  @Test
  @DisplayName("may be a link that is turned to another folder, as a ConfigMap is")
  void link() throws IOException {
    Path mount = Files.createDirectory(directory.resolve("mount"));
    for (String version : List.of("..1", "..2")) {
      Files.createDirectory(mount.resolve(version));
    }
    Files.writeString(mount.resolve("..1/features.yaml"), ONE);
    Files.writeString(mount.resolve("..2/features.yaml"), TWO);
    Files.createSymbolicLink(mount.resolve("..data"), Path.of("..1"));
    Path linked =
        Files.createSymbolicLink(mount.resolve("features.yaml"), Path.of("..data/features.yaml"));
    file =
        new FeaturesFile(
            linked.toString(), SCHEMA, live, served -> served, new SimpleMeterRegistry());
    settle();
    assertThat(served()).containsExactly("friend_count");
    Path turned = Files.createSymbolicLink(mount.resolve("..data_tmp"), Path.of("..2"));
    Files.move(turned, mount.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
    settle();
    assertThat(served()).containsExactly("friend_count", "purchase_count");
  }

  @Test
  @DisplayName("is refused if it is about another type of node")
  void entity() throws IOException {
    Files.writeString(
        path,
        """
        entity: product
        features:
          - name: price
            description: A price.
            attribute: product.price
        """);
    settle();
    assertThat(served()).containsExactly("friend_count");
    assertThat(file.refused().toString())
        .contains("it is about 'product', and what is served about 'user'");
  }

  @Test
  @DisplayName("is not taken anew for a comment, but for a description and another order")
  void meaning() throws IOException {
    FeatureCatalogue before = live.catalogue();
    Files.writeString(path, "# The same.\n" + ONE);
    settle();
    assertThat(live.catalogue()).isSameAs(before);
    Files.writeString(path, ONE.replace("Friends.", "All friends."));
    settle();
    assertThat(live.catalogue().features().getFirst().description()).isEqualTo("All friends.");
    Files.writeString(path, TWO);
    settle();
    String count = TWO.substring(ONE.length());
    Files.writeString(path, ONE.replace("features:\n", "features:\n" + count));
    settle();
    assertThat(served()).containsExactly("purchase_count", "friend_count");
    assertThat(reloads("taken")).isEqualTo(3);
  }

  /** As many looks as it takes to believe that nobody writes any more. */
  private void settle() {
    file.look();
    file.look();
  }

  private List<String> served() {
    return live.catalogue().features().stream().map(Feature::name).toList();
  }

  private double reloads(String result) {
    return meters.get("kith.features.reloads").tag("result", result).counter().count();
  }

  private boolean isRefused() {
    return meters.get("kith.features.refused").gauge().value() == 1;
  }
}
