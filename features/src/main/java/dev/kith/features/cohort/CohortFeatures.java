package dev.kith.features.cohort;

import dev.kith.features.definition.Declarations;
import dev.kith.features.definition.Fallback.CohortMean;
import dev.kith.features.definition.FeatureDefinition;
import dev.kith.features.evaluation.Evaluator;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The features whose defaults are means, and what each node brings into these. Immutable. */
public final class CohortFeatures {

  /**
   * What a node brings into the mean of one feature.
   *
   * @param cohort what those who are in it share
   * @param value of the feature; finite
   */
  public record Share(Object cohort, double value) {}

  /** Tells the shares of nodes, as they are in one view at one time. One thread. */
  public interface Shares {

    /**
     * The shares of a node.
     *
     * @param node its number in the view
     * @return by feature, each empty if the node has no value or no cohort; empty if there is no
     *     such node, or it is a stub
     */
    Optional<List<Optional<Share>>> of(int node);
  }

  private final NodeType entity;
  private final List<String> names;
  private final List<Attribute> by;
  private final Evaluator evaluator;

  private CohortFeatures(NodeType entity, List<FeatureDefinition> features, List<Attribute> by) {
    this.entity = entity;
    this.names = features.stream().map(FeatureDefinition::name).toList();
    this.by = by;
    this.evaluator = new Evaluator(entity, features);
  }

  /** Those among the declared features that are so. */
  public static CohortFeatures among(Declarations declarations) {
    List<FeatureDefinition> features = new ArrayList<>();
    List<Attribute> by = new ArrayList<>();
    for (FeatureDefinition feature : declarations.features()) {
      if (feature.fallback().orElse(null) instanceof CohortMean(Attribute attribute)) {
        features.add(feature);
        by.add(attribute);
      }
    }
    return new CohortFeatures(declarations.entity(), features, by);
  }

  /** Their names, in the order of the shares. */
  public List<String> names() {
    return names;
  }

  /** The type of the nodes. */
  public NodeType entity() {
    return entity;
  }

  /** What of the graph the shares are made of. */
  public EgoShape shape() {
    return evaluator.shape();
  }

  /**
   * The shares of nodes.
   *
   * @param now the end of every window, in epoch microseconds
   * @param several whether the nodes share much, which then is read once
   */
  public Shares over(GraphView view, long now, boolean several) {
    Evaluator.Evaluation evaluation = evaluator.over(view, now, several);
    return node -> evaluation.of(node).map(this::shares);
  }

  private List<Optional<Share>> shares(Evaluator.Values values) {
    List<Optional<Share>> shares = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      shares.add(share(values.values().get(i), by.get(i), values.self()));
    }
    return shares;
  }

  private static Optional<Share> share(@Nullable Object value, Attribute attribute, Row self) {
    Object cohort = self.value(attribute);
    return cohort != null && value instanceof Double number && Double.isFinite(number)
        ? Optional.of(new Share(cohort, number))
        : Optional.empty();
  }
}
