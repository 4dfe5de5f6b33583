package dev.kith.serving.source;

import dev.kith.dgraph.KnownRows;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import dev.kith.serving.replica.Replica;
import dev.kith.serving.replica.ReplicaMetrics;
import dev.kith.serving.replica.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of all nodes but the entity's (of products, say), in memory and kept up to date from
 * {@code kith.graph-changes}: a replica of these types alone. So an answer from Dgraph need not
 * read them there. Thread-safe.
 *
 * <p>They are used while they are as fresh as Dgraph is known to be, which is not so while they are
 * read for the first time, nor while Kafka is away and goes on for others.
 */
public final class NodeRows implements AutoCloseable {
  private final GraphSchema part;
  private final Replica replica;

  /** Rows, and what is in them at least. */
  record AsOf(KnownRows rows, Watermark watermark) {}

  /**
   * @param entity the type that answers are about
   * @param kafka properties of Kafka clients
   */
  public NodeRows(
      GraphSchema schema, NodeType entity, Map<String, Object> kafka, ReplicaMetrics metrics) {
    part = part(schema, type -> !type.equals(entity) && !type.attributes().isEmpty());
    replica = new Replica(part, kafka, metrics);
  }

  /** Starts to read; returns at once. */
  public void start() {
    replica.start();
  }

  @Override
  public void close() {
    replica.close();
  }

  /**
   * The rows, if nothing is missing in them that a graph has.
   *
   * @param graph what is known of it
   */
  Optional<AsOf> asFreshAs(Optional<Watermark> graph) {
    return replica.status() instanceof ReplicaStatus.Ready ready
        ? ready
            .watermark()
            .newest()
            .filter(ours -> graph.filter(ours::includes).isPresent())
            .map(ours -> new AsOf(new Rows(part, ready.graph()), ours))
        : Optional.empty();
  }

  /** The part of a schema that some types of nodes are, without edges. */
  private static GraphSchema part(GraphSchema schema, Predicate<NodeType> wanted) {
    List<NodeType> types = new ArrayList<>();
    for (NodeType type : schema.nodeTypes()) {
      if (wanted.test(type)) {
        types.add(new NodeType(type.name(), types.size(), type.key(), type.attributes()));
      }
    }
    return new GraphSchema(types, List.of(), List.of());
  }

  /** Of the nodes of a graph that is part of another. */
  private record Rows(GraphSchema part, MemoryGraph graph) implements KnownRows {
    @Override
    public boolean has(NodeType type) {
      return part.nodeType(type.name()).isPresent();
    }

    @Override
    public @Nullable Row row(NodeType type, String key) {
      NodeType ours = part.nodeType(type.name()).orElseThrow();
      int node = graph.node(ours, key);
      return node == GraphView.NO_NODE ? null : graph.row(ours, node);
    }
  }
}
