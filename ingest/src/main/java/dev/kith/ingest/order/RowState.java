package dev.kith.ingest.order;

import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.cdc.RowChange.Content;
import dev.kith.ingest.cdc.RowChange.Delete;
import dev.kith.ingest.cdc.RowChange.Ends;
import dev.kith.ingest.cdc.RowChange.Origin;
import dev.kith.ingest.cdc.RowChange.Put;
import dev.kith.ingest.cdc.RowChange.Tombstone;
import dev.kith.ingest.cdc.RowChange.Truncate;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one source row. It outlives the row: the position and time of a deleted row tell
 * a re-delivery of an earlier change from a new one.
 *
 * <p>A change is dropped only if its position is older <em>and</em> its time is not newer than
 * those of the last change taken, that is, if it is a re-delivery. If both are equal it is taken
 * again: what followed from the first time may have been lost in a crash. What one of the two lacks
 * is not compared; where only times can be, equal ones are taken, since many changes share a
 * millisecond.
 *
 * <p>A tombstone has neither, and is taken as a delete, with two exceptions, both for tombstones
 * that were sent before the row came (back) to life:
 *
 * <ul>
 *   <li>Directly after a delete that was dropped: it is the other half of that re-delivery.
 *   <li>If Kafka's own offset and timestamp show that a later record of the row was seen already:
 *       ingest itself reads a stretch again after a crash. (An offset alone would not do: those of
 *       a topic that was made anew start from 0.)
 * </ul>
 *
 * <p>A replayed change, which was a dead letter in between, must not undo what came after it. It is
 * dropped if position or time is older than the last one's, and neither is newer. Where they
 * contradict each other or are the same, or there are none, Kafka's offset and timestamp decide: it
 * is taken only if both are later than those of the last record seen. In doubt it is dropped.
 *
 * @param position of the last change taken; null if it had none
 * @param time of the last change taken; null if it had none
 * @param offset of the last record seen, taken or not
 * @param timestamp of the last record seen, taken or not
 * @param deleteDropped whether the last record seen was a delete and dropped
 * @param values what the row holds; empty if it is not there
 */
public record RowState(
    @Nullable Long position,
    @Nullable Long time,
    long offset,
    long timestamp,
    boolean deleteDropped,
    Optional<Values> values) {

  /** A row of which nothing was seen. */
  public static final RowState UNSEEN = new RowState(null, null, -1, -1, false, Optional.empty());

  /**
   * What a row holds.
   *
   * @param ends of an edge with a key of its own, if they are known; otherwise empty
   * @param attributes by name, as in {@link Put#values}
   */
  public record Values(Optional<Ends> ends, Map<String, Object> attributes) {
    public Values {
      attributes = Map.copyOf(attributes);
    }
  }

  /** What a change made of the row's state, and whether the change was taken. */
  public record Step(RowState state, boolean taken) {}

  /** Whether the row is there. */
  public boolean live() {
    return values.isPresent();
  }

  /** The state after a change. */
  public Step apply(RowChange change) {
    Origin origin = change.origin();
    if (origin.replayed()) {
      return replayed(origin, change.content());
    }
    return switch (change.content()) {
      case Put put -> isRedelivery(origin) ? dropped(origin, false) : taken(origin, merged(put));
      case Delete delete ->
          isRedelivery(origin) ? dropped(origin, true) : taken(origin, Optional.empty());
      case Tombstone tombstone ->
          deleteDropped || (live() && wasSeenBefore(origin))
              ? dropped(origin, false)
              : taken(origin, Optional.empty());
      case Truncate truncate -> isRedelivery(origin) ? new Step(this, false) : truncated(origin);
    };
  }

  private Step replayed(Origin origin, Content content) {
    if (isOlder(origin)) {
      return dropped(origin, deleteDropped);
    }
    RowState state =
        switch (content) {
          case Put put -> taken(origin, merged(put)).state();
          case Delete delete -> taken(origin, Optional.empty()).state();
          case Tombstone tombstone -> taken(origin, Optional.empty()).state();
          case Truncate truncate ->
              throw new IllegalArgumentException("a truncate is not replayed");
        };
    // The tombstone that a dropped delete is followed by comes in its partition, whatever is
    // replayed between the two.
    return new Step(
        new RowState(
            state.position, state.time, state.offset, state.timestamp, deleteDropped, state.values),
        true);
  }

  /** Of a replayed change: whether it came before what is known, or may have. */
  private boolean isOlder(Origin change) {
    int byPosition = compare(change.position(), position).orElse(0);
    int byTime = compare(change.time(), time).orElse(0);
    int both = Integer.signum(byPosition) + Integer.signum(byTime);
    if (both != 0) {
      return both < 0;
    }
    // They contradict each other, or say nothing: the order in which the records were written does.
    return change.offset() <= offset || change.timestamp() < timestamp;
  }

  private boolean isRedelivery(Origin change) {
    OptionalInt byPosition = compare(change.position(), position);
    OptionalInt byTime = compare(change.time(), time);
    if (byPosition.isPresent() && byTime.isPresent()) {
      return byPosition.getAsInt() < 0 && byTime.getAsInt() <= 0;
    }
    return byPosition.orElse(0) < 0 || byTime.orElse(0) < 0;
  }

  /** Empty if there is nothing to compare. */
  private static OptionalInt compare(@Nullable Long a, @Nullable Long b) {
    return a == null || b == null ? OptionalInt.empty() : OptionalInt.of(Long.compare(a, b));
  }

  private boolean wasSeenBefore(Origin change) {
    return change.offset() <= offset && change.timestamp() <= timestamp;
  }

  private Optional<Values> merged(Put put) {
    Map<String, Object> attributes = put.values();
    if (!put.unchanged().isEmpty() && values.isPresent()) {
      attributes = new HashMap<>(attributes);
      for (String name : put.unchanged()) {
        Object stored = values.get().attributes().get(name);
        if (stored != null) {
          attributes.put(name, stored);
        }
      }
    }
    return Optional.of(new Values(put.ends().flatMap(this::merged), attributes));
  }

  /** Empty if one of the ends did not change, and nothing tells what it is. */
  private Optional<Ends> merged(Ends ends) {
    Ends stored = values.flatMap(Values::ends).orElse(ends);
    Ends merged =
        new Ends(
            ends.from().equals(Ends.UNCHANGED) ? stored.from() : ends.from(),
            ends.to().equals(Ends.UNCHANGED) ? stored.to() : ends.to());
    return merged.complete() ? Optional.of(merged) : Optional.empty();
  }

  private Step taken(Origin change, Optional<Values> newValues) {
    boolean placed = change.position() != null || change.time() != null;
    return new Step(
        new RowState(
            placed ? change.position() : position,
            placed ? change.time() : time,
            lastOffset(change),
            lastTimestamp(change),
            false,
            newValues),
        true);
  }

  /** The record is none of the row's own: it says nothing of what of those was seen. */
  private Step truncated(Origin truncate) {
    RowState gone = taken(truncate, Optional.empty()).state();
    return new Step(
        new RowState(gone.position, gone.time, offset, timestamp, deleteDropped, Optional.empty()),
        true);
  }

  private Step dropped(Origin change, boolean isDelete) {
    return new Step(
        new RowState(position, time, lastOffset(change), lastTimestamp(change), isDelete, values),
        false);
  }

  private long lastOffset(Origin change) {
    return wasSeenBefore(change) ? offset : change.offset();
  }

  private long lastTimestamp(Origin change) {
    return wasSeenBefore(change) ? timestamp : change.timestamp();
  }
}
