package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.GraphYaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The shipped features.yaml")
class ShippedCatalogueTest {
  private final FeatureCatalogue catalogue = FeatureCatalogue.load("", GraphYaml.load(""));

  @Test
  @DisplayName("asks about users, and has the set of the original server")
  void setsOfNames() {
    assertThat(catalogue.entity().name()).isEqualTo("user");
    assertThat(catalogue.sets())
        .containsExactly(
            java.util.Map.entry(
                "seed",
                List.of("friend_count", "avg_friend_age", "friend_purchase_category_count")));
  }

  @Test
  @DisplayName("gives every feature a type that follows from what it is made of")
  void types() {
    assertThat(named(AttributeType.STRING)).containsExactly("city");
    assertThat(named(AttributeType.INT))
        .containsExactly(
            "age",
            "friend_count",
            "new_friend_count_7d",
            "purchase_count_1h",
            "purchase_count_24h",
            "purchase_count_7d",
            "purchase_count_30d",
            "purchase_category_count",
            "friend_purchase_category_count",
            "friend_purchase_count_7d",
            "active_friend_count_24h",
            "second_degree_count",
            "triangle_count",
            "square_count",
            "shared_product_user_count_24h",
            "copurchase_friend_count_24h",
            "closed_loop_count_24h",
            "ring_triangle_count_24h",
            "adoption_count_7d",
            "adopter_count_7d",
            "influence_reach_2hop");
    assertThat(named(AttributeType.DOUBLE))
        .containsExactly(
            "account_age_days",
            "avg_friend_age",
            "friend_same_city_ratio",
            "purchase_amount_1h",
            "purchase_amount_24h",
            "purchase_amount_7d",
            "purchase_amount_30d",
            "avg_purchase_amount_30d",
            "seconds_since_last_purchase",
            "friend_purchase_amount_7d",
            "clustering_coefficient",
            "influence_score_30d");
  }

  @Test
  @DisplayName("and the table in docs/features.md name the same features, in the same order")
  void documented() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "features.md"));
    String table =
        page.substring(
            page.indexOf("## The shipped catalogue"), page.indexOf("## Worked examples"));
    List<String> documented = new ArrayList<>();
    Matcher cell = Pattern.compile("(?m)^\\| (`[^|]*`) \\|").matcher(table);
    while (cell.find()) {
      Stream.of(cell.group(1).split("`, `|`")).filter(n -> !n.isEmpty()).forEach(documented::add);
    }
    assertThat(documented.stream().flatMap(ShippedCatalogueTest::expanded))
        .containsExactlyElementsOf(catalogue.features().stream().map(Feature::name).toList());
  }

  /** {@code a_{1h,24h}} is {@code a_1h} and {@code a_24h}. */
  private static Stream<String> expanded(String name) {
    Matcher braces = Pattern.compile("(\\w+)\\{([^}]*)}").matcher(name);
    return braces.matches()
        ? Stream.of(braces.group(2).split(",")).map(window -> braces.group(1) + window)
        : Stream.of(name);
  }

  private List<String> named(AttributeType type) {
    return catalogue.features().stream()
        .filter(feature -> feature.type() == type)
        .map(Feature::name)
        .collect(Collectors.toList());
  }
}
