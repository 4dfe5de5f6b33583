package dev.kith.ingest.write;

import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.graph.change.Watermark;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Told how the writing of changes goes, to count it. Called on the threads that write, several at
 * once, between two batches: an implementation is thread-safe, quick, and throws nothing.
 */
public interface WriterListener {

  /**
   * A batch that the store holds from now on.
   *
   * @param records how many changes it has; 0 for a gap that compaction left, or for nothing but
   *     watermarks
   * @param position the offset after it
   * @param newest the newest timestamp of its changes, in epoch milliseconds; empty without changes
   * @param watermark that the store has from now on; empty if it keeps the one it had
   * @param took from the first attempt to the answer
   */
  record Commit(
      int partition,
      int records,
      long position,
      OptionalLong newest,
      Optional<Watermark> watermark,
      Duration took) {}

  /** A batch was committed, be it that the answer to an earlier attempt had been lost. */
  default void committed(Commit commit) {}

  /**
   * A request failed and is sent again.
   *
   * @param why ABORTED: another transaction was in its way; UNAVAILABLE or DEADLINE_EXCEEDED: it
   *     was not answered
   */
  default void retried(int partition, Kind why) {}

  /**
   * The store does not answer. Told once, however often and for how many partitions it is asked.
   */
  default void outageBegan() {}

  /** The store answers again. */
  default void outageEnded() {}

  /** One that counts nothing. */
  static WriterListener none() {
    return new WriterListener() {};
  }
}
