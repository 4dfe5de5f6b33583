package dev.kith.dgraph;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.GraphSchema;
import io.dgraph.DgraphProto.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes changes to Dgraph, each batch in one transaction with the position that it reaches. So a
 * batch is applied once, however often it is sent and whoever sends it: after a failure that leaves
 * open whether it was ({@link DgraphException.Kind}) it is sent again, and the answer tells.
 *
 * <p>Thread-safe: several partitions may be written at once. Where two batches make the same node,
 * or change keyed edges between the same two nodes, one is ABORTED and must be sent again.
 */
public final class DgraphWriter {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** About 200 bytes each. */
  private static final long MAX_KNOWN_UIDS = 500_000;

  /** Where a batch left its partition. */
  public record Written(boolean applied, long position) {}

  private final Dgraph dgraph;
  private final TypeNames names;
  private final String topicId;

  /**
   * The uids of nodes that are committed. A node keeps its key, and so its uid, for good, unless
   * the Dgraph is emptied, set back or mended; then a partition's position is not where it should
   * be, or is held by another node.
   */
  private final Cache<NodeKey, String> uids =
      Caffeine.newBuilder().maximumSize(MAX_KNOWN_UIDS).build();

  /** The node that last held the position of each partition. */
  private final Map<Integer, String> positionNodes = new ConcurrentHashMap<>();

  /**
   * @param topicId the identity of the topic whose changes this Dgraph holds
   */
  public DgraphWriter(Dgraph dgraph, GraphSchema schema, String topicId) {
    this.dgraph = dgraph;
    this.names = new TypeNames(schema);
    this.topicId = topicId;
  }

  /**
   * The offset of the next change of a partition that Dgraph does not hold; 0 if it holds none.
   * Whoever asks begins with the partition, or begins again, so what is known of nodes is looked up
   * anew: Dgraph may have been emptied, and filled again by another writer.
   *
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public long position(int partition) throws DgraphException {
    uids.invalidateAll();
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
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public Written write(int partition, long from, long to, List<GraphChange> changes)
      throws DgraphException {
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "from " + from + " to " + to + " is no stretch of a topic");
    }
    return prepare(partition, from, to, Batch.of(changes)).commit();
  }

  /** What is left of a write once everything has been read and decided. */
  interface Prepared {
    Written commit() throws DgraphException;
  }

  /** Apart from the commit, so that tests can let another one come in between. */
  Prepared prepare(int partition, long from, long to, Batch batch) throws DgraphException {
    Transaction transaction = dgraph.begin(Deadline.after(TIMEOUT));
    Found found = Found.read(transaction, topicId, batch, uids);
    Positions.Position position = found.positions().of(partition);
    if (position.offset() != from) {
      uids.invalidateAll();
      return () -> new Written(false, position.offset());
    }
    String node = position.uid();
    if (!node.equals(positionNodes.put(partition, node)) || !found.positions().has(partition)) {
      // This may be an emptied Dgraph, or a mended one: what we know of its nodes may be void.
      uids.invalidateAll();
      found = Found.read(transaction, topicId, batch, uids);
    }
    Quads quads = new Quads();
    found.positions().move(partition, position, to, quads);
    BatchWriter writer = new BatchWriter(transaction, found, names, quads);
    writer.add(batch);
    Map<NodeKey, String> known = found.nodes();
    return () -> {
      Map<String, String> made = transaction.commit(quads);
      uids.putAll(known);
      made.forEach((blank, uid) -> writer.created(blank).ifPresent(key -> uids.put(key, uid)));
      return new Written(true, to);
    };
  }
}
