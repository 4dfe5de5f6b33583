package dev.kith.ingest.deadletter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where a record is in a topic. As a text, {@code P@O}. */
public record Place(int partition, long offset) {
  private static final Pattern TEXT = Pattern.compile("(\\d{1,9})@(\\d{1,18})");

  /** Reads {@code P@O}; empty if it is something else. */
  public static Optional<Place> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Place(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return partition + "@" + offset;
  }
}
