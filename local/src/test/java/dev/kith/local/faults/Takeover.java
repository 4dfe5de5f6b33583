package dev.kith.local.faults;

import dev.kith.graph.change.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Two ingests share the work, one is killed, the other takes over, and the first comes back: how
 * much gets through in each phase, and how far behind it is.
 */
final class Takeover {
  private static final Duration LOOK = Duration.ofMillis(250);
  private static final Duration PHASE = Duration.ofSeconds(15);

  /**
   * A moment.
   *
   * @param published events so far
   * @param written changes in Dgraph so far
   * @param behind records that are not through yet, of the CDC topics and all that follow
   */
  private record Sample(long nanos, long published, long written, long behind) {}

  private final Installation kith;
  private final Load load;
  private final Backlog backlog;

  Takeover(Installation kith, Load load, Backlog backlog) {
    this.kith = kith;
    this.load = load;
    this.backlog = backlog;
  }

  /** Plays it; the figures as Markdown. */
  String play() throws Exception {
    StringBuilder out = new StringBuilder();
    out.append("| phase | events/s published | changes/s into Dgraph | behind, median | max |\n");
    out.append("| --- | --- | --- | --- | --- |\n");
    load.resume();
    watch(Duration.ofSeconds(5)); // to warm up
    out.append(line("before: two ingests", watch(PHASE)));
    kith.daemon(Part.SECOND_INGEST).kill();
    List<Sample> during = new ArrayList<>(watch(Installation.SESSION));
    out.append(line("one died, and is not missed yet", during));
    out.append(line("the other has all the work", watch(PHASE)));
    kith.start(Part.SECOND_INGEST);
    out.append(line("the first comes back", watch(PHASE)));
    out.append(line("after: two ingests", watch(PHASE)));
    load.pause(PHASE);
    return out.toString();
  }

  private List<Sample> watch(Duration time) throws Exception {
    long end = System.nanoTime() + time.toNanos();
    List<Sample> samples = new ArrayList<>(List.of(sample()));
    while (System.nanoTime() < end) {
      Thread.sleep(LOOK);
      samples.add(sample());
    }
    return samples;
  }

  private Sample sample() throws Exception {
    long inTopology = backlog.ofTopology();
    long unwritten = backlog.ofWriter();
    long written = backlog.ends(Topics.GRAPH_CHANGES) - unwritten;
    return new Sample(System.nanoTime(), load.published(), written, inTopology + unwritten);
  }

  private static String line(String phase, List<Sample> samples) {
    Sample first = samples.getFirst();
    Sample last = samples.getLast();
    double seconds = (last.nanos() - first.nanos()) / 1e9;
    List<Long> behind = samples.stream().map(Sample::behind).sorted().toList();
    return "| %s | %.0f | %.0f | %d | %d |%n"
        .formatted(
            phase,
            (last.published() - first.published()) / seconds,
            (last.written() - first.written()) / seconds,
            behind.get(behind.size() / 2),
            behind.getLast());
  }
}
