package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.path.Step;
import dev.kith.graph.EgoShape;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.Hop;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Collects what several paths read. Where they follow the same hop with different limits, the shape
 * has the greatest, and their order is needed. Not thread-safe.
 */
final class ShapeBuilder {
  private static final int NO_LIMIT_YET = 0;

  private final Map<Hop, Building> roots = new LinkedHashMap<>();

  /**
   * @param reads what is needed at the end of the path
   * @param own gets what is needed of the asked node
   */
  void add(List<Step> path, Collection<AttributeRef> reads, Set<Attribute> own) {
    Map<Hop, Building> level = roots;
    Building end = null;
    for (Step step : path) {
      end = level.computeIfAbsent(step.hop(), hop -> new Building());
      end.ordered |= end.limit != NO_LIMIT_YET && end.limit != step.limit();
      end.limit = Math.max(end.limit, step.limit());
      level = end.branches;
    }
    if (end == null) {
      throw new IllegalArgumentException("a path without steps");
    }
    for (AttributeRef ref : reads) {
      Set<Attribute> of =
          switch (ref.owner()) {
            case EDGE -> end.edgeAttributes;
            case NODE -> end.nodeAttributes;
            case SELF -> own;
          };
      of.add(ref.attribute());
    }
  }

  List<EgoShape.Branch> branches() {
    return branches(roots);
  }

  private static List<EgoShape.Branch> branches(Map<Hop, Building> level) {
    return level.entrySet().stream()
        .map(
            entry -> {
              Building of = entry.getValue();
              return new EgoShape.Branch(
                  entry.getKey(),
                  of.limit,
                  of.ordered,
                  of.edgeAttributes,
                  of.nodeAttributes,
                  branches(of.branches));
            })
        .toList();
  }

  private static final class Building {
    private int limit = NO_LIMIT_YET;
    private boolean ordered;
    private final Set<Attribute> edgeAttributes = new HashSet<>();
    private final Set<Attribute> nodeAttributes = new HashSet<>();
    private final Map<Hop, Building> branches = new LinkedHashMap<>();
  }
}
