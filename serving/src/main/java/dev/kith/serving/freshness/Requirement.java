package dev.kith.serving.freshness;

import dev.kith.graph.change.Watermark;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How fresh an answer has to be.
 *
 * @param maxStaleness how old its {@code as_of} may be; empty for any age
 * @param until what {@code as_of} must have reached, in epoch microseconds; empty for any
 * @param records of the CDC topics that must be in it
 */
public record Requirement(
    Optional<Duration> maxStaleness, OptionalLong until, List<RecordPosition> records) {

  /** Any answer will do. */
  public static final Requirement NONE =
      new Requirement(Optional.empty(), OptionalLong.empty(), List.of());

  /** Where a record stands in Kafka. */
  public record RecordPosition(String topic, int partition, long offset) {
    @Override
    public String toString() {
      return topic + " " + partition + "@" + offset;
    }
  }

  /** Whether what is known of a source is enough. */
  public sealed interface Verdict {
    /** It is. */
    record Met() implements Verdict {}

    /** It is not yet. */
    record NotYet(String why) implements Verdict {}

    /** It never will be, because there is no such thing. */
    record Never(String why) implements Verdict {}
  }

  private static final Verdict MET = new Verdict.Met();

  public Requirement {
    records = List.copyOf(records);
  }

  public boolean isNone() {
    return equals(NONE);
  }

  /**
   * Compares.
   *
   * @param known of the source; empty if ingest has not told
   * @param now epoch microseconds
   */
  public Verdict of(Optional<Watermark> known, long now) {
    if (isNone()) {
      return MET;
    }
    if (known.isEmpty()) {
      return new Verdict.NotYet("it is not known how fresh the graph is: ingest has not told yet");
    }
    Watermark watermark = known.get();
    for (RecordPosition record : records) {
      OptionalLong position = watermark.position(record.topic(), record.partition());
      if (position.isEmpty()) {
        return new Verdict.Never(
            "%s has no partition %d that ingest reads"
                .formatted(record.topic(), record.partition()));
      }
      if (position.getAsLong() <= record.offset()) {
        return new Verdict.NotYet(
            "the graph has %s %d up to before offset %d, and offset %d is asked for"
                .formatted(
                    record.topic(), record.partition(), position.getAsLong(), record.offset()));
      }
    }
    if (until.isPresent() && watermark.asOf() < until.getAsLong()) {
      return new Verdict.NotYet(
          "the graph is as of %s, %s before must_include_until"
              .formatted(time(watermark.asOf()), span(until.getAsLong() - watermark.asOf())));
    }
    long age = Math.max(0, now - watermark.asOf());
    if (maxStaleness.isPresent()
        && Duration.of(age, ChronoUnit.MICROS).compareTo(maxStaleness.get()) > 0) {
      return new Verdict.NotYet(
          "the graph is as of %s, %s ago; max_staleness is %s"
              .formatted(time(watermark.asOf()), span(age), span(micros(maxStaleness.get()))));
    }
    return MET;
  }

  private static long micros(Duration shorterThanAnAge) {
    return shorterThanAnAge.toNanos() / 1_000;
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).truncatedTo(ChronoUnit.MILLIS);
  }

  private static String span(long micros) {
    return micros / 1_000_000 + "." + micros / 100_000 % 10 + " s";
  }
}
