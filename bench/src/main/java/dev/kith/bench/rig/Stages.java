package dev.kith.bench.rig;

import dev.kith.ingest.Ingest;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Runs each stage of the way alone, on all that the stage before it left. */
public final class Stages {
  /** To ask how far ingest is costs Kafka, and Dgraph, more than to ask the replica. */
  private static final Duration LOOK_AT_INGEST = Duration.ofMillis(100);

  private static final Duration LOOK_AT_SERVING = Duration.ofMillis(20);

  private Stages() {}

  /** From the CDC topics to {@code kith.graph-changes}. */
  public static Drain ingest(Rig rig, long published) {
    try (Ingest ingest = rig.ingest(Optional.empty())) {
      long start = System.nanoTime();
      ingest.start();
      return watch(published, start, checked(ingest, ingest::sourceLag), LOOK_AT_INGEST);
    }
  }

  /** From {@code kith.graph-changes} to a Dgraph that holds nothing of it. */
  public static Drain dgraph(Rig rig, long changes, String address) {
    try (Ingest ingest = rig.ingest(Optional.of(address))) {
      long start = System.nanoTime();
      ingest.start();
      return watch(changes, start, checked(ingest, ingest::dgraphLag), LOOK_AT_INGEST);
    }
  }

  /** From {@code kith.graph-changes} to the replica of a serving that was not started yet. */
  public static Drain replica(Serving serving, long changes) {
    long start = System.nanoTime();
    serving.start();
    return watch(changes, start, serving::replicaLag, LOOK_AT_SERVING);
  }

  /** Waits until it can answer. */
  public static void awaitReady(Serving serving) {
    while (!serving.ready()) {
      pause(LOOK_AT_SERVING);
    }
  }

  private static Drain watch(long waiting, long start, LongSupplier lag, Duration look) {
    return Drain.watch(waiting, start, lag, System::nanoTime, () -> pause(look));
  }

  private static LongSupplier checked(Ingest ingest, LongSupplier lag) {
    return () -> {
      ingest
          .failure()
          .ifPresent(
              why -> {
                throw new IllegalStateException("ingest can't go on: " + why);
              });
      return lag.getAsLong();
    };
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
