package dev.kith.features.review;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.Plan;
import dev.kith.features.review.CatalogueDiff.FeatureDiff;
import dev.kith.features.review.CatalogueDiff.Kind;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.Hop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/**
 * Compares a catalogue with the one that is served, and measures on asked nodes what the features
 * of both cost: every one by itself, and all together. One thread.
 */
public final class Reviewer {
  private final FeatureCatalogue served;
  private final FeatureCatalogue next;
  private final long now;
  private final CatalogueDiff diff;
  private final Plan servedPlan;
  private final Plan nextPlan;
  private final Meter servedMeter;
  private final Meter nextMeter;
  private final Degrees degrees;

  /** Of the features that change or go, as they are served. */
  private final Map<String, Meter> before = new LinkedHashMap<>();

  /** Of all features of the next catalogue. */
  private final Map<String, Meter> after = new LinkedHashMap<>();

  /**
   * @param next for the same graph, about the same type of node
   * @param now of all evaluations, in epoch microseconds
   */
  public Reviewer(FeatureCatalogue served, FeatureCatalogue next, long now) {
    this.served = served;
    this.next = next;
    this.now = now;
    this.diff = CatalogueDiff.between(served, next);
    this.servedPlan = served.planAll();
    this.nextPlan = next.planAll();
    this.servedMeter = new Meter(servedPlan);
    this.nextMeter = new Meter(nextPlan);
    this.degrees = new Degrees(nextPlan.shape(), now);
    for (FeatureDiff feature : diff.features()) {
      String name = feature.name();
      if (feature.kind() == Kind.CHANGED || feature.kind() == Kind.REMOVED) {
        before.put(name, new Meter(served.plan(List.of(name))));
      }
      if (feature.kind() != Kind.REMOVED) {
        after.put(name, new Meter(next.plan(List.of(name))));
      }
    }
  }

  /** The time of all evaluations. */
  public long now() {
    return now;
  }

  /** What a view must hold at least to be measured as the served one. */
  public EgoShape servedShape() {
    return servedPlan.shape();
  }

  /** What a view must hold at least to be measured as the next one. */
  public EgoShape nextShape() {
    return nextPlan.shape();
  }

  /**
   * Measures on one node; does nothing if it is not known.
   *
   * @param stop asked again and again whether to stop
   */
  public void add(GraphView servedView, GraphView nextView, String key, BooleanSupplier stop) {
    int node = nextView.node(next.entity(), key);
    if (node == GraphView.NO_NODE || nextView.row(next.entity(), node) == null) {
      return;
    }
    degrees.add(nextView, node);
    for (Meter meter : after.values()) {
      meter.add(nextView, key, now, stop);
    }
    nextMeter.add(nextView, key, now, stop);
    for (Meter meter : before.values()) {
      meter.add(servedView, key, now, stop);
    }
    servedMeter.add(servedView, key, now, stop);
  }

  /** What was found so far. */
  public Review review() {
    SequencedMap<List<Hop>, Distribution> seen = degrees.distributions();
    Map<String, Cost> costs = new LinkedHashMap<>();
    after.forEach((name, meter) -> costs.put(name, meter.cost()));
    Warnings warnings = new Warnings(seen, costs);
    List<FeatureReview> features = new ArrayList<>();
    for (FeatureDiff feature : diff.features()) {
      boolean removed = feature.kind() == Kind.REMOVED;
      String name = feature.name();
      ReadPaths reads = ReadPaths.of((removed ? served : next).plan(List.of(name)).shape());
      features.add(
          new FeatureReview(
              feature,
              reads,
              measured(Optional.ofNullable(costs.get(name))),
              measured(Optional.ofNullable(before.get(name)).map(Meter::cost)),
              switch (feature.kind()) {
                case UNCHANGED -> warnings.aboutUnchanged(reads);
                case ADDED, CHANGED -> warnings.about(name, reads);
                case REMOVED -> List.of();
              }));
    }
    Cost all = nextMeter.cost();
    return new Review(diff, features, servedMeter.cost(), all, seen, all.elements().count());
  }

  private static Optional<Cost> measured(Optional<Cost> cost) {
    return cost.filter(c -> c.elements().count() > 0);
  }
}
