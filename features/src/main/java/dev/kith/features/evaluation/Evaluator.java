package dev.kith.features.evaluation;

import dev.kith.features.definition.FeatureDefinition;
import dev.kith.features.definition.FeatureDefinition.Computed;
import dev.kith.features.definition.FeatureDefinition.OwnAttribute;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.features.evidence.AttributeValues;
import dev.kith.features.evidence.Explanation;
import dev.kith.features.operator.Operation;
import dev.kith.features.workspace.Workspace;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Computes features over any view. Immutable, thread-safe. */
public final class Evaluator {
  /**
   * Those that no evaluation uses now. Of all evaluators: they grow with the graph, and there may
   * be many plans.
   */
  private static final Queue<Workspace> WORKSPACES =
      new ArrayBlockingQueue<>(2 * Runtime.getRuntime().availableProcessors());

  private final NodeType entity;
  private final List<FeatureDefinition> features;
  private final HopTree tree;

  public Evaluator(NodeType entity, List<FeatureDefinition> features) {
    this.entity = entity;
    this.features = List.copyOf(features);
    this.tree = HopTree.of(entity, features);
  }

  /** What an evaluation reads. */
  public EgoShape shape() {
    return tree.shape();
  }

  /**
   * What the features of a node come to.
   *
   * @param values in the order of the features; null for each that has nothing to make one of
   * @param cut the indexes of those that could be others without limits
   * @param self the node's own attributes
   */
  public record Values(List<@Nullable Object> values, BitSet cut, Row self) {}

  /**
   * What the features of a node come to, and why.
   *
   * @param explanations in the order of the features
   */
  public record Explained(Values values, List<Explanation> explanations) {}

  /** Evaluations over one view at one time. One thread. */
  public final class Evaluation {
    private final GraphView view;
    private final long now;
    private final ReadMeter meter;

    /** Of several; empty for one, which takes a workspace that others have used. */
    private final Optional<Reader> shared;

    private Evaluation(GraphView view, long now, boolean several, ReadMeter meter) {
      this.view = view;
      this.now = now;
      this.meter = meter;
      this.shared =
          several ? Optional.of(new Reader(view, new Workspace(), true, meter)) : Optional.empty();
    }

    /**
     * Computes the values of the features.
     *
     * @return empty if there is no such node, or it is a stub
     * @throws ArithmeticException if a sum of integers does not fit one
     */
    public Optional<Values> of(String key) {
      return of(view.node(entity, key));
    }

    /**
     * Computes the values of the features.
     *
     * @param node its number in the view, or {@link GraphView#NO_NODE}
     * @return as {@link #of(String)}
     */
    public Optional<Values> of(int node) {
      Row row = node == GraphView.NO_NODE ? null : view.row(entity, node);
      if (row == null) {
        return Optional.empty();
      }
      if (shared.isPresent()) {
        return Optional.of(evaluate(shared.get(), node, row, now));
      }
      Workspace workspace = takeWorkspace();
      try {
        return Optional.of(evaluate(new Reader(view, workspace, false, meter), node, row, now));
      } finally {
        workspace.clear();
        var _ = WORKSPACES.offer(workspace);
      }
    }

    /**
     * Computes the values of the features, and tells what they are made of. The view must hold the
     * shape in full, and the evaluations be several.
     *
     * @param most pieces of each value
     * @return as {@link #of}
     */
    public Optional<Explained> explain(String key, int most) {
      Optional<Values> values = of(key);
      int node = view.node(entity, key);
      return values.map(
          v -> new Explained(v, Evaluator.this.explain(shared.orElseThrow(), node, now, most)));
    }
  }

  /**
   * Begins evaluations.
   *
   * @param now the end of every window, in epoch microseconds
   * @param several whether of more than one node, which then read what they share once
   */
  public Evaluation over(GraphView view, long now, boolean several) {
    return over(view, now, several, ReadMeter.NONE);
  }

  /**
   * Begins evaluations.
   *
   * @param meter learns what they read
   */
  public Evaluation over(GraphView view, long now, boolean several, ReadMeter meter) {
    return new Evaluation(view, now, several, meter);
  }

  private static Workspace takeWorkspace() {
    Workspace free = WORKSPACES.poll();
    return free == null ? new Workspace() : free;
  }

  /** The values for a node without attributes and edges. */
  public Values ofUnknown(GraphSchema schema) {
    Row nothing = Row.builder(entity).build();
    return evaluate(
        new Reader(new EmptyView(schema), new Workspace(), false, ReadMeter.NONE), 0, nothing, 0);
  }

  private Values evaluate(Reader reader, int node, Row row, long now) {
    Cuts cuts = new Cuts(features.size());
    @Nullable Collector[] collectors = new @Nullable Collector[features.size()];
    for (int i = 0; i < collectors.length; i++) {
      if (features.get(i).source() instanceof PathAggregate path) {
        collectors[i] = Collector.of(path, now, reader.nodes(i));
        cuts.matter(i, path, now);
      }
    }
    new Walk(reader, entity, node, row, now, collectors, cuts).from(tree.branches());
    Neighbourhood neighbourhood = new Neighbourhood(reader, node, now);
    @Nullable Object[] values = new @Nullable Object[collectors.length];
    BitSet cut = cuts.found();
    for (int i = 0; i < values.length; i++) {
      FeatureDefinition feature = features.get(i);
      if (feature.source() instanceof Computed computed) {
        Operation.Value value = computed.operation().evaluate(neighbourhood);
        values[i] = value.value();
        cut.set(i, value.cut());
      } else {
        values[i] = value(feature, row, collectors[i], now);
      }
    }
    return new Values(Arrays.asList(values), cut, row);
  }

  private List<Explanation> explain(Reader reader, int node, long now, int most) {
    Row row = reader.row(entity, node);
    Neighbourhood neighbourhood = new Neighbourhood(reader, node, now);
    List<Explanation> out = new ArrayList<>();
    for (FeatureDefinition feature : features) {
      EvidenceTree evidence = new EvidenceTree(reader, most);
      switch (feature.source()) {
        case OwnAttribute(Attribute attribute) -> {
          if (row.has(attribute)) {
            evidence.addAsked(
                AttributeValues.value(attribute, row.bits(attribute), row.text(attribute)));
          }
        }
        case PathAggregate path ->
            new PathEvidence(reader, entity, node, row, now).tell(path, evidence);
        case Computed(Operation operation) -> operation.explain(neighbourhood, evidence);
      }
      out.add(evidence.explanation(entity, node, row));
    }
    return out;
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
    if (value instanceof Long then && feature.elapsed().isPresent()) {
      return feature.elapsed().get().between(then, now);
    }
    return value instanceof Long whole && feature.type() == AttributeType.DOUBLE
        ? (Object) whole.doubleValue()
        : value;
  }
}
