package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.condition.AttributeRef.Owner;
import dev.kith.features.condition.Condition;
import dev.kith.features.definition.Aggregate;
import dev.kith.features.definition.Fallback;
import dev.kith.features.definition.FeatureDefinition;
import dev.kith.features.definition.FeatureDefinition.Computed;
import dev.kith.features.definition.FeatureDefinition.OwnAttribute;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.features.path.Step;
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
 * The paths of several features as a tree of steps, so that what they share is walked once.
 * Immutable.
 */
record HopTree(EgoShape shape, List<Branch> branches) {

  /**
   * A step from every node that the path so far leads to.
   *
   * @param depth 1 for a step from the asked node
   * @param again whether edges along the same hop are read elsewhere too, so that they may be read
   *     of the same node
   * @param rows whether rows of the nodes that it leads to are read
   * @param rowsAgain whether the row of a node that it leads to may be read more than once
   * @param features the indexes of the features whose path ends here
   * @param beyond the indexes of the features whose path goes on from here
   */
  record Branch(
      Step step,
      int depth,
      boolean again,
      boolean rows,
      boolean rowsAgain,
      List<Integer> features,
      List<Integer> beyond,
      List<Branch> branches) {

    Hop hop() {
      return step.hop();
    }

    /** Whether two edges of this hop may lead to the same node. */
    boolean converges() {
      return depth > 1 || hop().edge().keyed();
    }
  }

  static HopTree of(NodeType entity, List<FeatureDefinition> features) {
    Set<Attribute> own = new HashSet<>();
    ShapeBuilder shape = new ShapeBuilder();
    Map<Step, Building> roots = new LinkedHashMap<>();
    Uses uses = new Uses(new HashMap<>(), new HashMap<>());
    for (int i = 0; i < features.size(); i++) {
      if (features.get(i).fallback().orElse(null) instanceof Fallback.CohortMean(Attribute by)) {
        own.add(by);
      }
      switch (features.get(i).source()) {
        case OwnAttribute source -> own.add(source.attribute());
        case PathAggregate source -> {
          extend(roots, source, uses, i);
          shape.add(source.path(), reads(source), own);
        }
        case Computed source -> {
          for (List<Step> path : source.operation().reads()) {
            shape.add(path, Set.of(), own);
            path.forEach(step -> uses.hops().merge(step.hop(), 2, Integer::sum));
          }
        }
      }
    }
    return new HopTree(
        new EgoShape(entity, own, shape.branches()),
        roots.values().stream().map(building -> building.branch(1, uses)).toList());
  }

  /**
   * How often something is read.
   *
   * @param hops more than once if edges along the hop may be read twice of one node
   * @param rows by how many steps rows of a type
   */
  private record Uses(Map<Hop, Integer> hops, Map<NodeType, Integer> rows) {}

  private static void extend(
      Map<Step, Building> roots, PathAggregate source, Uses uses, int feature) {
    List<Step> path = source.path();
    Map<Step, Building> level = roots;
    for (int i = 0; i < path.size(); i++) {
      Step step = path.get(i);
      Building at = level.get(step);
      if (at == null) {
        at = new Building(step);
        level.put(step, at);
        uses.hops().merge(step.hop(), 1, Integer::sum);
      }
      if (i == path.size() - 1) {
        at.add(feature, source, uses);
      } else {
        at.beyond.add(feature);
      }
      level = at.branches;
    }
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
    private final Step step;
    private final List<Integer> features = new ArrayList<>();
    private final List<Integer> beyond = new ArrayList<>();
    private final Map<Step, Building> branches = new LinkedHashMap<>();

    /** The features that read rows of the nodes it leads to. */
    private int readers;

    /** Whether each of those reads the row of a node once. */
    private boolean readsOnce = true;

    Building(Step step) {
      this.step = step;
    }

    void add(int feature, PathAggregate source, Uses uses) {
      features.add(feature);
      if (reads(source).stream().anyMatch(read -> read.owner() == Owner.NODE)) {
        if (readers++ == 0) {
          uses.rows().merge(step.hop().target(), 1, Integer::sum);
        }
        readsOnce &= Collector.isOncePerNode(source);
      }
    }

    Branch branch(int depth, Uses uses) {
      boolean converges = depth > 1 || step.hop().edge().keyed();
      boolean once = !converges || (readers == 1 && readsOnce);
      return new Branch(
          step,
          depth,
          uses.hops().getOrDefault(step.hop(), 0) > 1,
          readers > 0,
          !once || uses.rows().getOrDefault(step.hop().target(), 0) > 1,
          List.copyOf(features),
          List.copyOf(beyond),
          branches.values().stream().map(b -> b.branch(depth + 1, uses)).toList());
    }
  }
}
