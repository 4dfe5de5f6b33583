package dev.kith.features.definition;

import dev.kith.features.path.Step;
import dev.kith.graph.EgoShape;
import dev.kith.graph.schema.Hop;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How many edges of each node are followed at most, by the path up to and with them. Immutable.
 *
 * @param byPath paths as features.yaml writes them ({@code friends.purchased})
 */
record Limits(Map<String, Integer> byPath) {
  static final Limits NONE = new Limits(Map.of());

  Limits {
    byPath = Map.copyOf(byPath);
  }

  /** These, and where others say something those. */
  Limits with(Limits others) {
    Map<String, Integer> all = new HashMap<>(byPath);
    all.putAll(others.byPath());
    return new Limits(all);
  }

  /** A path with its limits. */
  List<Step> steps(List<Hop> path) {
    List<Step> out = new ArrayList<>();
    for (int i = 0; i < path.size(); i++) {
      String until = written(path.subList(0, i + 1));
      out.add(new Step(path.get(i), byPath.getOrDefault(until, EgoShape.UNLIMITED)));
    }
    return out;
  }

  /** A path as features.yaml writes it. */
  static String written(List<Hop> path) {
    return path.stream().map(Hop::toString).collect(Collectors.joining("."));
  }
}
