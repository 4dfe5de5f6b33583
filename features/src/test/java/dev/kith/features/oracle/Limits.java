package dev.kith.features.oracle;

import java.util.Map;

/**
 * How many edges of a node are read, the newest: by the hop, which is the path that leads along
 * them from the asked user, as {@code features.yaml} writes it ({@code purchased.~purchased}).
 */
public record Limits(Map<String, Integer> byHop) {
  /** Everything is read. */
  public static final Limits NONE = new Limits(Map.of());

  public Limits {
    byHop = Map.copyOf(byHop);
  }

  int of(String hop) {
    return byHop.getOrDefault(hop, Integer.MAX_VALUE);
  }
}
