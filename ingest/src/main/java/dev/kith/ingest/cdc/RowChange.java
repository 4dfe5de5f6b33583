package dev.kith.ingest.cdc;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a CDC record says about one row, or about all rows of its table, as far as the graph is
 * concerned.
 *
 * @param swapped whether the row's ends stand in the other order than its element's: (a, b) and (b,
 *     a) are two rows of one symmetric edge. Otherwise false
 */
public record RowChange(boolean swapped, Origin origin, Content content) implements ToOrder {

  /** A truncate of a table. */
  public static RowChange truncate(Origin origin) {
    return new RowChange(false, origin, new Truncate(Optional.empty()));
  }

  /** Of a truncate what is left to do. */
  public RowChange rest(Sweep sweep) {
    return new RowChange(false, origin, new Truncate(Optional.of(sweep)));
  }

  /**
   * Where a change stands among the changes of its row.
   *
   * @param position in the source's log (PostgreSQL's LSN); null if the record has none
   * @param time in the source, in epoch milliseconds; null if the record has none
   * @param offset of the record in its partition of the CDC topic
   * @param timestamp of the record in Kafka, in epoch milliseconds
   * @param replayed whether it comes later than it did at first, out of the order of its partition
   */
  public record Origin(
      @Nullable Long position, @Nullable Long time, long offset, long timestamp, boolean replayed) {

    /** One that comes in the order of its partition. */
    public Origin(@Nullable Long position, @Nullable Long time, long offset, long timestamp) {
      this(position, time, offset, timestamp, false);
    }
  }

  /** What became of the row. */
  public sealed interface Content {}

  /**
   * The row is there.
   *
   * @param ends of an edge with a key of its own; otherwise empty
   * @param values by the attribute's name; {@code Long} (int; a timestamp in epoch microseconds),
   *     {@code Double}, {@code Boolean} or {@code String}. An attribute that is neither here nor in
   *     {@code unchanged} has no value
   * @param unchanged attributes whose value the record leaves out because it did not change
   */
  public record Put(Optional<Ends> ends, Map<String, Object> values, Set<String> unchanged)
      implements Content {
    public Put {
      values = Map.copyOf(values);
      unchanged = Set.copyOf(unchanged);
    }
  }

  /** The row is not there any more. */
  public record Delete() implements Content {}

  /** Kafka's tombstone: the row is not there any more, and nothing is said of when. */
  public record Tombstone() implements Content {}

  /**
   * No row of the table is there any more. No tombstones follow, and the record's partition is not
   * that of any row.
   *
   * @param sweep empty as the record comes from the source
   */
  public record Truncate(Optional<Sweep> sweep) implements Content {}

  /**
   * How far a partition is with telling its elements of a truncate.
   *
   * @param number which of the table's truncates it is, as that partition counts them
   * @param after the key of the last element that was told
   */
  public record Sweep(int partition, long number, String after) {}

  /** The keys of an edge's source and target; of a {@link Put} perhaps {@link #UNCHANGED}. */
  public record Ends(String from, String to) {
    /** No key: the record leaves the end out because it did not change. */
    public static final String UNCHANGED = "";

    public boolean complete() {
      return !from.equals(UNCHANGED) && !to.equals(UNCHANGED);
    }
  }
}
