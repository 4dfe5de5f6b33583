package dev.kith.features.oracle;

import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.config.ConfigFile;
import dev.kith.graph.schema.GraphSchema;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How many edges of a node are read, the newest: by the hop, which is the path that leads along
 * them from the asked user, as {@code features.yaml} writes it ({@code purchased.~purchased}).
 */
public record Limits(Map<String, Integer> byHop) {
  /** Everything is read. */
  public static final Limits NONE = new Limits(Map.of());

  private static final List<String> SHIPPED =
      List.of(
          "friends", "purchased", "friends.friends", "friends.purchased", "purchased.~purchased");
  private static final int MOST = 4;
  private static final Pattern LIMITS = Pattern.compile("(?m)^limits:(\n  .*)+");

  public Limits {
    byHop = Map.copyOf(byHop);
  }

  /** Those of the shipped features.yaml. */
  public static Limits shipped() {
    Map<String, Integer> out = new TreeMap<>();
    Matcher lines = LIMITS.matcher(shippedText());
    if (!lines.find()) {
      throw new IllegalStateException("the shipped features.yaml has no limits");
    }
    for (String line : lines.group().strip().split("\n  ", -1)) {
      String[] limit = line.split(": *", 2);
      if (!limit[1].isEmpty()) { // else it is the word above them
        out.put(limit[0], Integer.valueOf(limit[1]));
      }
    }
    return new Limits(out);
  }

  /** Small ones for some of the hops that the shipped features read. */
  public static Limits random(Random random) {
    Map<String, Integer> out = new TreeMap<>();
    for (String hop : SHIPPED) {
      if (random.nextInt(3) > 0) {
        out.put(hop, 1 + random.nextInt(MOST));
      }
    }
    return new Limits(out);
  }

  /** The shipped features.yaml with these limits in place of its own. */
  public FeatureCatalogue shippedCatalogue(GraphSchema schema) {
    String lines =
        byHop.entrySet().stream()
            .map(entry -> "\n  " + entry.getKey() + ": " + entry.getValue())
            .collect(Collectors.joining());
    String text = LIMITS.matcher(shippedText()).replaceFirst("limits:" + lines);
    return FeatureCatalogue.parse("features.yaml with " + this, text, schema);
  }

  private static String shippedText() {
    return ConfigFile.read("", "schemas/features.yaml").text();
  }

  int of(String hop) {
    return byHop.getOrDefault(hop, Integer.MAX_VALUE);
  }
}
