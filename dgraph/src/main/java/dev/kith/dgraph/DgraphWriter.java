package dev.kith.dgraph;

import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.GraphSchema;
import java.util.List;

/** Writes changes to Dgraph, each batch in one transaction with the position that it reaches. */
public final class DgraphWriter {

  /** Where a batch left its partition. */
  public record Written(boolean applied, long position) {}

  /**
   * @param topicId the identity of the topic whose changes this Dgraph holds
   */
  public DgraphWriter(Dgraph dgraph, GraphSchema schema, String topicId) {
    throw new UnsupportedOperationException(topicId);
  }

  /**
   * The offset of the next change of a partition that Dgraph does not hold; 0 if it holds none.
   *
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public long position(int partition) throws DgraphException {
    throw new UnsupportedOperationException("" + partition);
  }

  /**
   * Applies changes and moves the partition's position, in one transaction, if the position is
   * {@code from}; otherwise does nothing and tells where it is.
   */
  public Written write(int partition, long from, long to, List<GraphChange> changes)
      throws DgraphException {
    throw new UnsupportedOperationException("" + partition + from + to + changes);
  }
}
