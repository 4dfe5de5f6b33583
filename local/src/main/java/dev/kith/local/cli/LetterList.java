package dev.kith.local.cli;

import dev.kith.ingest.deadletter.DeadLetter;
import dev.kith.ingest.deadletter.Reason;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PriorityQueue;

/** Dead letters, counted, and the newest of them. Not thread-safe. */
final class LetterList {
  private static final Comparator<DeadLetter> BY_TIME =
      Comparator.comparing(DeadLetter::time)
          .thenComparingInt(letter -> letter.place().partition())
          .thenComparingLong(letter -> letter.place().offset());

  private record Kind(String topic, Reason reason) {}

  private final int limit;
  private final Map<Kind, Long> counts = new HashMap<>();
  private final PriorityQueue<DeadLetter> newest = new PriorityQueue<>(BY_TIME);

  /**
   * @param limit how many of the newest to keep
   */
  LetterList(int limit) {
    this.limit = limit;
  }

  void add(DeadLetter letter) {
    counts.merge(new Kind(letter.source().topic(), letter.code()), 1L, Long::sum);
    newest.add(letter);
    if (newest.size() > limit) {
      newest.remove();
    }
  }

  /** The lines: the most frequent kind first; the newest letter first. */
  List<String> render() {
    if (counts.isEmpty()) {
      return List.of("No dead letters");
    }
    List<List<String>> table = new ArrayList<>();
    counts.entrySet().stream()
        .sorted(
            Map.Entry.<Kind, Long>comparingByValue()
                .reversed()
                .thenComparing(count -> count.getKey().topic())
                .thenComparing(count -> count.getKey().reason()))
        .forEach(
            count ->
                table.add(
                    List.of(
                        String.format(Locale.ROOT, "%,7d", count.getValue()),
                        count.getKey().topic(),
                        count.getKey().reason().name())));
    List<String> out = new ArrayList<>(Columns.left(table));
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("letter", "time", "source", "reason"));
    newest.stream()
        .sorted(BY_TIME.reversed())
        .forEach(
            letter ->
                lines.add(
                    List.of(
                        letter.place().toString(),
                        letter.time().truncatedTo(ChronoUnit.SECONDS).toString(),
                        letter.source().toString(),
                        letter.code() + attempts(letter) + ": " + letter.reason())));
    if (lines.size() > 1) {
      out.add("");
      out.addAll(Columns.left(lines));
    }
    return out;
  }

  private static String attempts(DeadLetter letter) {
    int attempts = letter.source().attempts();
    return attempts == 0 ? "" : ", replayed " + attempts + (attempts == 1 ? " time" : " times");
  }
}
