package dev.kith.features.evaluation;

import dev.kith.features.definition.FeatureDefinition;
import dev.kith.features.definition.FeatureDefinition.OwnAttribute;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Computes features over any view. Immutable, thread-safe. */
public final class Evaluator {
  private final NodeType entity;
  private final List<FeatureDefinition> features;
  private final HopTree tree;

  public Evaluator(NodeType entity, List<FeatureDefinition> features) {
    this.entity = entity;
    this.features = List.copyOf(features);
    this.tree = HopTree.of(entity, features);
  }

  /** What {@link #evaluate} reads. */
  public EgoShape shape() {
    return tree.shape();
  }

  /**
   * Computes the values of the features, in order; null for each that has nothing to make one of.
   *
   * @param now the end of every window, in epoch microseconds
   * @return empty if there is no such node, or it is a stub
   * @throws ArithmeticException if a sum of integers does not fit one
   */
  public Optional<@Nullable Object[]> evaluate(GraphView view, String key, long now) {
    int node = view.node(entity, key);
    Row row = node == GraphView.NO_NODE ? null : view.row(entity, node);
    if (row == null) {
      return Optional.empty();
    }
    @Nullable Collector[] collectors = new @Nullable Collector[features.size()];
    for (int i = 0; i < collectors.length; i++) {
      if (features.get(i).source() instanceof PathAggregate path) {
        collectors[i] = Collector.of(path, now);
      }
    }
    new Walk(view, entity, node, row, now, collectors).from(tree.branches());
    @Nullable Object[] values = new @Nullable Object[collectors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = value(features.get(i), row, collectors[i], now);
    }
    return Optional.of(values);
  }

  private static @Nullable Object value(
      FeatureDefinition feature, Row row, @Nullable Collector collector, long now) {
    Object value;
    if (feature.source() instanceof OwnAttribute own) {
      value = row.value(own.attribute());
    } else {
      try {
        value = collector == null ? null : collector.value();
      } catch (ArithmeticException e) {
        throw new ArithmeticException("feature '" + feature.name() + "': " + e.getMessage());
      }
    }
    return value instanceof Long then && feature.elapsed().isPresent()
        ? (Object) feature.elapsed().get().between(then, now)
        : value;
  }
}
