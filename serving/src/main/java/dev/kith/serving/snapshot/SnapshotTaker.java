package dev.kith.serving.snapshot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes snapshots of a graph, one an interval, on a thread of its own, while changes go on being
 * applied and requests answered. If one can't be written that is said once, until one can be again;
 * those that are there stay.
 */
public final class SnapshotTaker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotTaker.class);
  private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(10);

  /** Where snapshots come from. */
  public interface Origin {
    /**
     * Waits until all is in the graph that was on the topic when this was called.
     *
     * @return empty if that does not come about: try again after an interval
     */
    Optional<Snapshot> take() throws InterruptedException;
  }

  private final SnapshotFiles files;
  private final Duration interval;
  private final SnapshotMetrics metrics;
  private final Origin origin;
  private final Thread thread = new Thread(this::run, "kith-snapshots");
  private boolean failing;

  /**
   * Starts nothing yet.
   *
   * @param origin is asked on a thread of its own
   */
  public SnapshotTaker(
      SnapshotFiles files, Duration interval, SnapshotMetrics metrics, Origin origin) {
    this.files = files;
    this.interval = interval;
    this.metrics = metrics;
    this.origin = origin;
    thread.setDaemon(true);
  }

  /** Takes the first one now, and the others one interval after the other. */
  public void start() {
    thread.start();
  }

  /** Takes no more; one that is being written is given up. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      if (thread.getState() != Thread.State.NEW && !thread.join(CLOSE_TIMEOUT)) {
        LOG.warn("The thread that writes snapshots did not end in {}", CLOSE_TIMEOUT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        Optional<Snapshot> snapshot = origin.take();
        if (snapshot.isPresent()) {
          write(snapshot.get());
        }
        TimeUnit.NANOSECONDS.sleep(interval.toNanos());
      }
    } catch (InterruptedException e) {
      // it was closed
    }
  }

  private void write(Snapshot snapshot) throws InterruptedException {
    long began = System.nanoTime();
    try {
      Path file = files.write(snapshot.head(), snapshot.graph());
      long bytes = Files.size(file);
      metrics.written(snapshot.head().takenAt(), bytes);
      failing = false;
      double seconds = (System.nanoTime() - began) / 1e9;
      LOG.info(
          String.format(
              Locale.ROOT,
              "Wrote the snapshot %s: %,.1f MB in %.1f s",
              file,
              bytes / 1e6,
              seconds));
    } catch (IOException | RuntimeException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      metrics.failed();
      if (!failing) {
        LOG.warn("A snapshot can't be written, and the next will be tried: {}", e.toString());
      }
      failing = true;
    }
  }
}
