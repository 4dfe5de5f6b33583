package dev.kith.ingest;

import dev.kith.admin.Freshness;
import java.util.List;

/**
 * What ingest is doing. Counts are since it started; what is not known is -1.
 *
 * @param streams the state of Kafka Streams; empty before it starts
 * @param source how far {@code kith.graph-changes} is behind the CDC topics. Of the group,
 *     whichever of its processes is asked
 * @param partitions of the CDC topics, and of the topic on which their changes are brought together
 * @param dgraph how Dgraph is behind {@code kith.graph-changes}
 */
public record IngestStatus(
    Ingest.State state,
    String streams,
    Freshness.Report source,
    Records records,
    List<DeadLetters> deadLetters,
    List<Partition> partitions,
    Dgraph dgraph) {

  /** What ingest is called in {@code /status}. */
  public static final String NAME = "ingest";

  /**
   * What became of records and of the changes that they made.
   *
   * @param taken changes that were taken; the others were re-delivered
   * @param perSecond changes taken, over the last minute
   */
  public record Records(
      long mapped, long ignored, long rejected, long taken, long redelivered, double perSecond) {}

  /** How many records of a topic went to the dead letters for a reason. */
  public record DeadLetters(String topic, String reason, long count) {}

  /**
   * How far a partition is.
   *
   * @param position the next offset to be done
   * @param end the next offset to be written
   */
  public record Partition(String topic, int partition, long position, long end) {}

  /**
   * The writing to Dgraph.
   *
   * @param used whether there is a Dgraph to write to
   * @param away whether it does not answer
   * @param freshness of the partitions that this process writes
   */
  public record Dgraph(
      boolean used,
      boolean away,
      Freshness.Report freshness,
      Batches batches,
      List<Partition> partitions) {}

  /**
   * What was written.
   *
   * @param meanRecords a batch, and {@code meanMillis} the time it took
   * @param aborts requests sent again because another transaction was in their way
   * @param retries those sent again because there was no answer
   * @param perSecond changes, over the last minute
   */
  public record Batches(
      long count,
      long records,
      double meanRecords,
      double meanMillis,
      long aborts,
      long retries,
      long outages,
      double perSecond) {}
}
