package dev.kith.features.review;

import dev.kith.features.path.Step;
import dev.kith.graph.schema.Hop;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What may be wrong with a feature, by what it reads and what was measured. */
final class Warnings {
  /** By so much a feature is the costliest by far. */
  private static final int BY_FAR = 3;

  /** Below that, nobody notices. */
  private static final long NOTICED = 1_000;

  private static final Distribution NOT_SEEN = new Distribution(0, 0, 0, 0);

  private final Map<List<Hop>, Distribution> degrees;
  private final Map<String, Cost> costs;

  /**
   * @param degrees by path
   * @param costs by feature, of all
   */
  Warnings(Map<List<Hop>, Distribution> degrees, Map<String, Cost> costs) {
    this.degrees = degrees;
    this.costs = costs;
  }

  /** About one that is served as it will be: only whether it is unbounded. */
  List<String> aboutUnchanged(ReadPaths reads) {
    return reads.unlimited().stream().map(this::unbounded).toList();
  }

  List<String> about(String feature, ReadPaths reads) {
    List<String> out = new ArrayList<>(aboutUnchanged(reads));
    reads.beginnings().filter(this::isOftenCut).forEach(path -> out.add(cut(feature, path)));
    if (isCostliestByFar(feature)) {
      out.add(costliest(feature));
    }
    return out;
  }

  private String unbounded(List<Step> path) {
    Distribution seen = seen(path);
    String most =
        seen.count() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; of the nodes seen, 99 %% have at most %,d edges along it, one has %,d",
                seen.p99(),
                seen.max());
    return "unbounded: '"
        + ReadPaths.written(path)
        + "' has no limit, so the largest hub decides what it costs"
        + most;
  }

  private boolean isOftenCut(List<Step> path) {
    return seen(path).p99() > path.getLast().limit();
  }

  private String cut(String feature, List<Step> path) {
    Cost cost = costs.getOrDefault(feature, new Cost(NOT_SEEN, 0, false));
    return String.format(
        Locale.ROOT,
        "the limit of %,d for '%s' cuts more than 1 %% of the lists (p99 %,d edges): %.0f %% of the"
            + " values are TRUNCATED",
        path.getLast().limit(),
        ReadPaths.written(path),
        seen(path).p99(),
        100 * cost.truncated());
  }

  private boolean isCostliestByFar(String feature) {
    long p99 = p99(feature);
    return p99 >= NOTICED && p99 > BY_FAR * p99(next(feature));
  }

  private String costliest(String feature) {
    String next = next(feature);
    return String.format(
        Locale.ROOT,
        "the costliest by far: at p99 it touches %,d elements, '%s' as the next %,d",
        p99(feature),
        next,
        p99(next));
  }

  /** The costliest of the others. */
  private String next(String feature) {
    return costs.keySet().stream()
        .filter(name -> !name.equals(feature))
        .max((a, b) -> Long.compare(p99(a), p99(b)))
        .orElse(feature);
  }

  private long p99(String feature) {
    return costs.getOrDefault(feature, new Cost(NOT_SEEN, 0, false)).elements().p99();
  }

  private Distribution seen(List<Step> path) {
    return degrees.getOrDefault(ReadPaths.hops(path), NOT_SEEN);
  }
}
