package dev.kith.ingest.write;

import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Watermark;
import java.util.List;
import java.util.Optional;

/**
 * Where changes are written to, together with the position that they reach: Dgraph. Safe for
 * several threads, each with partitions of its own.
 */
public interface ChangeStore {

  /** As {@link DgraphWriter#begin}. */
  long begin(int partition) throws DgraphException;

  /** As {@link DgraphWriter#position}. */
  long position(int partition) throws DgraphException;

  /** As {@link DgraphWriter#write}. */
  Written write(
      int partition, long from, long to, List<GraphChange> changes, Optional<Watermark> watermark)
      throws DgraphException;

  static ChangeStore of(DgraphWriter writer) {
    return new ChangeStore() {
      @Override
      public long begin(int partition) throws DgraphException {
        return writer.begin(partition);
      }

      @Override
      public long position(int partition) throws DgraphException {
        return writer.position(partition);
      }

      @Override
      public Written write(
          int partition,
          long from,
          long to,
          List<GraphChange> changes,
          Optional<Watermark> watermark)
          throws DgraphException {
        return writer.write(partition, from, to, changes, watermark);
      }
    };
  }
}
