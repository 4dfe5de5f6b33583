package dev.kith.features;

import dev.kith.features.FeatureVector.Status;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.features.definition.Fallback;
import dev.kith.features.definition.FeatureDefinition;
import dev.kith.features.evaluation.Evaluator;
import dev.kith.features.evaluation.ReadMeter;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How a list of features is computed, and what of the graph that reads. Immutable, thread-safe. */
public final class Plan {
  private final List<FeatureDefinition> definitions;
  private final List<Feature> features;
  private final Evaluator evaluator;
  private final CohortMeans means;

  Plan(NodeType entity, List<FeatureDefinition> definitions, CohortMeans means) {
    this.definitions = definitions;
    this.features = definitions.stream().map(Plan::feature).toList();
    this.evaluator = new Evaluator(entity, definitions);
    this.means = means;
  }

  static Feature feature(FeatureDefinition definition) {
    return new Feature(definition.name(), definition.description(), definition.type());
  }

  /** What it computes, in order. */
  public List<Feature> features() {
    return features;
  }

  /** What {@link #evaluate} reads; a view must hold at least this. */
  public EgoShape shape() {
    return evaluator.shape();
  }

  /**
   * Computes the features of one node.
   *
   * @param key the node's key
   * @param now the end of every window, in epoch microseconds
   * @return empty if there is no such node, or it is a stub
   * @throws ArithmeticException if a sum of integers does not fit 64 bits; the message names the
   *     feature
   */
  public Optional<FeatureVector> evaluate(GraphView view, String key, long now) {
    return evaluator.over(view, now, false).of(key).map(this::vector);
  }

  /**
   * As {@link #evaluate(GraphView, String, long)}.
   *
   * @param meter learns what is read; what it throws ends the evaluation
   */
  public Optional<FeatureVector> evaluate(GraphView view, String key, long now, ReadMeter meter) {
    return evaluator.over(view, now, false, meter).of(key).map(this::vector);
  }

  /**
   * Computes the features of several nodes, one after the other, and reads what they share once.
   * One thread.
   *
   * @param now the end of every window, in epoch microseconds
   * @return as {@link #evaluate}, for each key that it is asked about
   */
  public Function<String, Optional<FeatureVector>> evaluateSeveral(GraphView view, long now) {
    Evaluator.Evaluation evaluation = evaluator.over(view, now, true);
    return key -> evaluation.of(key).map(this::vector);
  }

  /** What {@link #explain} reads. */
  public EgoShape shapeInFull() {
    return shape().inFull();
  }

  /**
   * Computes the features of one node, and tells what they are made of.
   *
   * @param view holds {@link #shapeInFull}
   * @param now the end of every window, in epoch microseconds
   * @param most pieces of each value
   * @return as {@link #evaluate}
   */
  public Optional<ExplainedVector> explain(GraphView view, String key, long now, int most) {
    return evaluator
        .over(view, now, true)
        .explain(key, most)
        .map(why -> new ExplainedVector(vector(why.values()), why.explanations()));
  }

  /** The features of a node of which nothing is known: every value is a default. */
  public FeatureVector ofUnknown(GraphSchema schema) {
    return new FeatureVector(
        features,
        vector(evaluator.ofUnknown(schema)).values(),
        Collections.nCopies(features.size(), Status.DEFAULTED).toArray(Status[]::new));
  }

  private FeatureVector vector(Evaluator.Values evaluated) {
    @Nullable Object[] values = evaluated.values().toArray();
    Status[] statuses = new Status[values.length];
    for (int i = 0; i < values.length; i++) {
      statuses[i] = Status.OK;
      FeatureDefinition definition = definitions.get(i);
      if (values[i] == null && definition.fallback().isPresent()) {
        values[i] = fallback(definition.name(), definition.fallback().get(), evaluated.self());
        statuses[i] = Status.DEFAULTED;
      }
      if (evaluated.cut().get(i)) {
        statuses[i] = Status.TRUNCATED;
      }
    }
    return new FeatureVector(features, values, statuses);
  }

  /** Null for a node that belongs to no cohort, or to one that has no known mean. */
  private @Nullable Object fallback(String feature, Fallback fallback, Row self) {
    return switch (fallback) {
      case Fallback.Constant(Object value) -> value;
      case Fallback.CohortMean(Attribute by) -> {
        Object cohort = self.value(by);
        OptionalDouble mean = cohort == null ? OptionalDouble.empty() : means.mean(feature, cohort);
        yield mean.isPresent() ? (Object) mean.getAsDouble() : null;
      }
    };
  }
}
