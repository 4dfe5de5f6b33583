package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.condition.Condition;
import dev.kith.features.definition.Aggregate;
import dev.kith.features.definition.FeatureDefinition;
import dev.kith.features.definition.FeatureDefinition.OwnAttribute;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.graph.EgoShape;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The paths of several features as a tree of hops, so that what they share is walked once.
 * Immutable.
 */
record HopTree(EgoShape shape, List<Branch> branches) {

  /**
   * A hop from every node that the path so far leads to.
   *
   * @param depth 1 for a hop from the asked node
   * @param again whether the same hop occurs elsewhere in the tree, so that it may be walked from
   *     the same node
   * @param features the indexes of the features whose path ends here
   */
  record Branch(Hop hop, int depth, boolean again, List<Integer> features, List<Branch> branches) {

    /** Whether two edges of this hop may lead to the same node. */
    boolean converges() {
      return depth > 1 || hop.edge().keyed();
    }
  }

  static HopTree of(NodeType entity, List<FeatureDefinition> features) {
    Set<Attribute> own = new HashSet<>();
    Map<Hop, Building> roots = new LinkedHashMap<>();
    Map<Hop, Integer> uses = new HashMap<>();
    for (int i = 0; i < features.size(); i++) {
      switch (features.get(i).source()) {
        case OwnAttribute source -> own.add(source.attribute());
        case PathAggregate source -> {
          Building end = extend(roots, source.path(), uses);
          end.features.add(i);
          reads(source).forEach(ref -> end.read(ref, own));
        }
      }
    }
    return new HopTree(
        new EgoShape(entity, own, roots.values().stream().map(Building::shape).toList()),
        roots.values().stream().map(building -> building.branch(1, uses)).toList());
  }

  private static Building extend(Map<Hop, Building> roots, List<Hop> path, Map<Hop, Integer> uses) {
    Map<Hop, Building> level = roots;
    Building end = null;
    for (Hop hop : path) {
      end = level.get(hop);
      if (end == null) {
        end = new Building(hop);
        level.put(hop, end);
        uses.merge(hop, 1, Integer::sum);
      }
      level = end.branches;
    }
    if (end == null) {
      throw new IllegalArgumentException("a path without hops");
    }
    return end;
  }

  private static Set<AttributeRef> reads(PathAggregate path) {
    Set<AttributeRef> reads = new HashSet<>();
    path.where().map(Condition::reads).ifPresent(reads::addAll);
    switch (path.aggregate()) {
      case Aggregate.Fold fold -> reads.add(fold.of());
      case Aggregate.CountValues values -> reads.add(values.of());
      case Aggregate.Count _, Aggregate.Ratio _, Aggregate.CountSources _ -> {}
    }
    return reads;
  }

  private static final class Building {
    private final Hop hop;
    private final Set<Attribute> edgeAttributes = new HashSet<>();
    private final Set<Attribute> nodeAttributes = new HashSet<>();
    private final List<Integer> features = new ArrayList<>();
    private final Map<Hop, Building> branches = new LinkedHashMap<>();

    Building(Hop hop) {
      this.hop = hop;
    }

    void read(AttributeRef ref, Set<Attribute> own) {
      Set<Attribute> reads =
          switch (ref.owner()) {
            case EDGE -> edgeAttributes;
            case NODE -> nodeAttributes;
            case SELF -> own;
          };
      reads.add(ref.attribute());
    }

    EgoShape.Branch shape() {
      return new EgoShape.Branch(
          hop,
          edgeAttributes,
          nodeAttributes,
          branches.values().stream().map(Building::shape).toList());
    }

    Branch branch(int depth, Map<Hop, Integer> uses) {
      return new Branch(
          hop,
          depth,
          uses.getOrDefault(hop, 0) > 1,
          List.copyOf(features),
          branches.values().stream().map(b -> b.branch(depth + 1, uses)).toList());
    }
  }
}
