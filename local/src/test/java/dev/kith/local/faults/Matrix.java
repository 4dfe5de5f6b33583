package dev.kith.local.faults;

import dev.kith.graph.change.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Plays rounds on an installation that goes on from one to the next. Not thread-safe. */
final class Matrix implements AutoCloseable {
  /** Within this all must be as it should be again. */
  private static final Duration BOUND =
      Duration.ofSeconds(Integer.getInteger("kith.faults.bound", 180));

  private static final List<Part> ALL = List.of(Part.values());
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  /**
   * How a round went.
   *
   * @param recovery from the end of the fault until everything was equal
   * @param events published so far
   * @param elements in the graph
   */
  record Outcome(Duration recovery, int events, int elements) {}

  private final Installation kith;
  private final Load load;
  private final Backlog backlog;
  private final Comparison comparison;
  private final Set<Part> running = EnumSet.noneOf(Part.class);

  /** Starts everything, and waits until it works. */
  Matrix(Installation kith, long seed, int eventsPerSecond) throws Exception {
    this.kith = kith;
    for (Part part : Part.values()) {
      start(part);
    }
    backlog = new Backlog(kith);
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (!backlog.hasTopics()) {
      lookAfter(ALL);
      if (System.nanoTime() > deadline) {
        throw new AssertionError("ingest makes no topics");
      }
      Thread.sleep(LOOK_AGAIN);
    }
    load = new Load(kith.kafka(), kith.registry(), seed, eventsPerSecond);
    comparison = new Comparison(kith, load);
    load.resume();
    Thread.sleep(Duration.ofSeconds(1));
    load.pause(BOUND);
    awaitEqual(ALL);
  }

  /**
   * Plays a round.
   *
   * @throws AssertionError with what is wrong
   */
  Outcome play(Round round) throws Exception {
    List<Part> supervised = new ArrayList<>(round.fault().restarted());
    if (round.twoIngests()) {
      if (!kith.daemon(Part.SECOND_INGEST).isRunning()) {
        supervised.add(Part.SECOND_INGEST); // it may still be starting when the fault begins
      }
      start(Part.SECOND_INGEST);
    } else {
      running.remove(Part.SECOND_INGEST);
      kith.daemon(Part.SECOND_INGEST).stop();
    }
    load.resume();
    Thread.sleep(round.before());
    round.fault().begin(kith);
    Thread.sleep(round.during());
    round.fault().end(kith);
    long over = System.nanoTime();
    Thread.sleep(round.after());
    load.pause(BOUND);
    awaitEqual(supervised);
    Duration recovery = Duration.ofNanos(System.nanoTime() - over);
    awaitSettled();
    Findings settled = comparison.look();
    if (!settled.isEmpty()) {
      throw new AssertionError("equal, and then no more:\n" + settled + comparison.stories());
    }
    comparison.awaitAsOf();
    comparison.verify();
    if (backlog.ends(Topics.DEAD_LETTERS) > 0) {
      throw new AssertionError("there are dead letters");
    }
    return new Outcome(recovery, load.published(), comparison.elements());
  }

  /** Has one of two ingests die under load; the figures as Markdown. */
  String takeover() throws Exception {
    String figures = new Takeover(kith, load, backlog).play();
    awaitEqual(List.of());
    return figures;
  }

  @Override
  public void close() {
    load.close();
    comparison.close();
    backlog.close();
  }

  private void start(Part part) throws Exception {
    kith.start(part);
    running.add(part);
  }

  /** Looks until everything is equal, and like a supervisor after those parts. */
  private void awaitEqual(List<Part> supervised) throws Exception {
    long deadline = System.nanoTime() + BOUND.toNanos();
    comparison.readEvents();
    Findings findings = comparison.look();
    while (!findings.isEmpty()) {
      lookAfter(supervised);
      if (System.nanoTime() > deadline) {
        throw new AssertionError(
            "not equal within %s (not done: %s):%n%s%s"
                .formatted(BOUND, left(), findings, comparison.stories()));
      }
      Thread.sleep(LOOK_AGAIN);
      findings = comparison.look();
    }
    lookAfter(supervised);
  }

  /** What is equal may still be undone by what was read again and is not through yet. */
  private void awaitSettled() throws Exception {
    long deadline = System.nanoTime() + BOUND.toNanos();
    while (backlog.ofTopology() > 0 || backlog.ofWriter() > 0) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("equal, but not done within " + BOUND + ": " + left());
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }

  private void lookAfter(List<Part> supervised) throws Exception {
    for (Part part : running) {
      Daemon daemon = kith.daemon(part);
      if (!daemon.isRunning()) {
        if (!supervised.contains(part)) {
          throw new AssertionError(part + " ended by itself:\n" + daemon.tail(30));
        }
        kith.start(part);
      }
    }
  }

  private List<String> left() {
    List<String> out = new ArrayList<>();
    try {
      out.add(backlog.ofTopology() + " of the topology");
      out.add(backlog.ofWriter() + " of the writer");
    } catch (Exception e) {
      out.add("no answer: " + e);
    }
    return out;
  }
}
