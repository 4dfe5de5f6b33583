package dev.kith.dgraph;

import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.GraphSchema;
import io.dgraph.DgraphProto.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes changes to Dgraph, each batch in one transaction with the position that it reaches. So a
 * batch is applied once, however often it is sent and whoever sends it: after a failure that leaves
 * open whether it was ({@link DgraphException.Kind}) it is sent again, and the answer tells.
 *
 * <p>A batch costs one query (the positions, and of what it names the uids that are not known) and
 * one commit of plain statements. So that batches which are written at once are not aborted for
 * each other, new nodes are made before, by {@link Nodes}, and those of this process that set the
 * same direct edge wait for each other ({@link Claims}). Upsert blocks would save the query, and
 * cost Dgraph more: it would look up what we know, batch by batch.
 *
 * <p>Thread-safe: several partitions may be written at once. Where two processes change keyed edges
 * between the same two nodes at the same moment, one is ABORTED and must be sent again.
 */
public final class DgraphWriter {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** Where a batch left its partition. */
  public record Written(boolean applied, long position) {}

  /**
   * The transactions that made new nodes, each with nothing but its key.
   *
   * @param aborted because another process made the same node at the same moment; tried again
   */
  public record Creations(long committed, long aborted) {}

  private final Dgraph dgraph;
  private final GraphSchema schema;
  private final TypeNames names;
  private final String topicId;

  private final Nodes nodes;
  private final Claims claims = new Claims();

  /** The node that last held the position of each partition. */
  private final Map<Integer, String> positionNodes = new ConcurrentHashMap<>();

  /**
   * @param topicId the identity of the topic whose changes this Dgraph holds
   */
  public DgraphWriter(Dgraph dgraph, GraphSchema schema, String topicId) {
    this.dgraph = dgraph;
    this.schema = schema;
    this.names = new TypeNames(schema);
    this.topicId = topicId;
    this.nodes = new Nodes(dgraph);
  }

  /**
   * As {@link #position}, for one who begins to write the partition, or begins again: Dgraph may
   * have been emptied since, and filled by another writer. So it is seen to that it has the schema,
   * and nodes are looked up anew.
   *
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic, or is not
   *     as it has to be
   */
  public long begin(int partition) throws DgraphException {
    nodes.forget();
    dgraph.applySchema(schema);
    return position(partition);
  }

  /**
   * The offset of the next change of a partition that Dgraph does not hold; 0 if it holds none.
   *
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public long position(int partition) throws DgraphException {
    Dql dql = new Dql();
    Positions.ask(dql);
    Request request = Request.newBuilder().setQuery(dql.text()).setReadOnly(true).build();
    Positions positions = Positions.ofTopic(topicId);
    JsonReader.read(
        dgraph.query(request, Deadline.after(TIMEOUT)).getJson(),
        (name, value) -> positions.take(name, value));
    return positions.of(partition).offset();
  }

  /**
   * Applies changes and moves the partition's position, in one transaction, if the position is
   * {@code from}; otherwise does nothing and tells where it is. Of two changes of one element only
   * the later counts.
   *
   * @param watermark the newest before {@code to}; empty to leave the one that Dgraph has
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public Written write(
      int partition, long from, long to, List<GraphChange> changes, Optional<Watermark> watermark)
      throws DgraphException {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "from " + from + " to " + to + " is no stretch of a topic");
    }
    Batch batch = Batch.of(changes);
    try {
      claims.take(batch.direct());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DgraphException(Kind.UNAVAILABLE, "interrupted before anything was written", e);
    }
    try {
      return prepare(partition, from, to, batch, watermark).commit();
    } finally {
      claims.release(batch.direct());
    }
  }

  /** As above, without a watermark. */
  public Written write(int partition, long from, long to, List<GraphChange> changes)
      throws DgraphException {
    return write(partition, from, to, changes, Optional.empty());
  }

  /** So far, by this writer. */
  public Creations creations() {
    return nodes.creations();
  }

  /** What is left of a write once everything has been read and decided. */
  interface Prepared {
    Written commit() throws DgraphException;
  }

  /** Apart from the commit, so that tests can let another one come in between. */
  Prepared prepare(int partition, long from, long to, Batch batch, Optional<Watermark> watermark)
      throws DgraphException {
    Deadline deadline = Deadline.after(TIMEOUT);
    Transaction transaction = dgraph.begin(deadline);
    Found found;
    try {
      found = Found.read(transaction, topicId, batch, nodes.known());
    } catch (DgraphException e) {
      if (e.kind() == Kind.REFUSED && !dgraph.hasSchema(schema, TIMEOUT)) {
        return () -> new Written(false, 0); // emptied: there is nothing, not even the predicates
      }
      throw e;
    }
    Positions.Position position = found.positions().of(partition);
    if (position.offset() != from) {
      nodes.forget();
      return () -> new Written(false, position.offset());
    }
    String node = position.uid();
    if (!node.equals(positionNodes.put(partition, node)) || !found.positions().has(partition)) {
      // This may be an emptied Dgraph, or a mended one: what we know of its nodes may be void.
      nodes.forget();
      found = Found.read(transaction, topicId, batch, nodes.known());
    }
    Set<NodeKey> missing = found.missing(batch.needed());
    found.add(nodes.make(missing, deadline));
    Quads quads = new Quads();
    Optional<Watermark> ours = watermark.filter(mark -> mark.topicId().equals(topicId));
    found.positions().move(partition, position, to, ours, quads);
    new BatchWriter(transaction, found, missing, names, quads).add(batch);
    return () -> {
      var _ = transaction.commit(quads);
      return new Written(true, to);
    };
  }
}
