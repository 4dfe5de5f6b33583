package dev.kith.features.oracle;

import dev.kith.features.evidence.Explanation;
import dev.kith.features.evidence.Finding;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The pieces of an explanation, each with what stands above it. */
public final class Pieces {

  private Pieces() {}

  /** Of each piece the findings from below the asked node down to it; nothing for that node. */
  public static List<List<Finding>> of(Explanation why) {
    List<List<Finding>> out = new ArrayList<>();
    collect(why.asked(), List.of(), out);
    return out;
  }

  private static void collect(Finding finding, List<Finding> chain, List<List<Finding>> out) {
    if (finding.counts()) {
      out.add(chain);
    }
    for (Finding below : finding.findings()) {
      List<Finding> longer = new ArrayList<>(chain);
      longer.add(below);
      collect(below, longer, out);
    }
  }

  /** The edges that lead to each, from that of the asked node on. */
  public static List<List<Optional<Finding.Element>>> edges(Explanation why) {
    return of(why).stream().map(chain -> chain.stream().map(Finding::edge).toList()).toList();
  }

  /** What each brings to the value. */
  public static List<Object> parts(Explanation why) {
    List<Object> out = new ArrayList<>();
    why.asked().part().ifPresent(out::add);
    Pieces.of(why).stream()
        .filter(chain -> !chain.isEmpty())
        .forEach(chain -> chain.getLast().part().ifPresent(out::add));
    return out;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
