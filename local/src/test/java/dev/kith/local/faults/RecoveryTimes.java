package dev.kith.local.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long recoveries took, by the kind of fault. */
final class RecoveryTimes {
  private final Map<String, List<Duration>> byKind = new TreeMap<>();

  void add(Fault fault, Duration recovery) {
    String kind = fault instanceof Fault.Pair ? "two faults at once" : fault.toString();
    byKind.computeIfAbsent(kind, k -> new ArrayList<>()).add(recovery);
  }

  /** As Markdown. */
  String table() {
    StringBuilder out = new StringBuilder();
    out.append("| fault | rounds | recovery, median | max |\n| --- | --- | --- | --- |\n");
    byKind.forEach((kind, times) -> out.append(line(kind, times)));
    out.append(line("all", byKind.values().stream().flatMap(List::stream).toList()));
    return out.toString();
  }

  private static String line(String kind, List<Duration> times) {
    List<Duration> sorted = times.stream().sorted().toList();
    if (sorted.isEmpty()) {
      return "";
    }
    return "| %s | %d | %.1f s | %.1f s |%n"
        .formatted(
            kind,
            sorted.size(),
            sorted.get(sorted.size() / 2).toMillis() / 1e3,
            sorted.getLast().toMillis() / 1e3);
  }
}
