package dev.kith.ingest.topology;

import dev.kith.ingest.retry.StopSignal;
import dev.kith.ingest.wire.OutageException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What happens when a Streams thread dies. It is replaced, and the new one begins at the last
 * commit; so no record is skipped. For an outage that goes on as long as the outage does; a full
 * disk is one. Anything else is a defect or a state of Kafka that waiting does not mend: after
 * {@link #MOST_DEFECTS} of them, each within {@link #QUIET} of the one before, ingest gives up and
 * says so. Thread-safe.
 */
final class ThreadFailures implements StreamsUncaughtExceptionHandler {
  static final int MOST_DEFECTS = 5;
  static final Duration QUIET = Duration.ofMinutes(5);
  private static final Logger LOG = LoggerFactory.getLogger(ThreadFailures.class);

  /** The state's disk is full, in the words of the system, which RocksDB and Java pass on. */
  private static final String NO_SPACE = "No space left on device";

  private final StopSignal stop;
  private final Duration pause;
  private final InstantSource clock;
  private final Consumer<String> onFailure;
  private int defects;
  private Instant lastDefect = Instant.EPOCH;

  /**
   * @param stop ends the waits, and the threads with them
   * @param pause how long to wait before a thread is replaced
   * @param onFailure told why ingest gives up
   */
  ThreadFailures(StopSignal stop, Duration pause, InstantSource clock, Consumer<String> onFailure) {
    this.stop = stop;
    this.pause = pause;
    this.clock = clock;
    this.onFailure = onFailure;
  }

  @Override
  public StreamThreadExceptionResponse handle(Throwable exception) {
    if (stop.isStopped()) {
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    if (isOutage(exception)) {
      LOG.warn("A thread ended in an outage and is replaced: {}", rootMessage(exception));
    } else if (countDefect() > MOST_DEFECTS) {
      LOG.error("A thread ended again, and ingest gives up", exception);
      onFailure.accept("the topology failed again and again: " + rootMessage(exception));
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    } else {
      LOG.error("A thread ended and is replaced", exception);
    }
    return stop.await(pause)
        ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT
        : StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private synchronized int countDefect() {
    Instant now = clock.instant();
    defects = now.isAfter(lastDefect.plus(QUIET)) ? 1 : defects + 1;
    lastDefect = now;
    return defects;
  }

  private static boolean isOutage(Throwable exception) {
    for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
      if (cause instanceof OutageException
          || cause instanceof RetriableException
          || String.valueOf(cause.getMessage()).contains(NO_SPACE)) {
        return true;
      }
    }
    return false;
  }

  private static String rootMessage(Throwable exception) {
    Throwable root = exception;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString();
  }
}
