package dev.kith.ingest.deadletter;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says which records go to the dead letters: the first at once, and of those that follow in the
 * next seconds how many, so that a flood of them is no flood of lines. Thread-safe.
 */
public final class DeadLetterLog {
  /** So long after a line the next may come. */
  public static final Duration INTERVAL = Duration.ofSeconds(10);

  private static final Logger LOG = LoggerFactory.getLogger(DeadLetterLog.class);

  private final LongSupplier nanoTime;
  private final Map<Reason, Long> more = new EnumMap<>(Reason.class);
  private String last = "";
  private boolean quiet;
  private long quietSince;

  public DeadLetterLog(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  /** A record goes to the dead letters. */
  public synchronized void rejected(Source source, Reason code, String reason) {
    tick();
    if (quiet) {
      more.merge(code, 1L, Long::sum);
      last = source + ": " + reason;
    } else {
      LOG.warn("To the dead letters: {}: {}: {}", source, code, reason);
      startQuiet();
    }
  }

  /** To be called now and then: says what was not said, if it is time to. */
  public synchronized void tick() {
    if (quiet && nanoTime.getAsLong() - quietSince >= INTERVAL.toNanos()) {
      if (more.isEmpty()) {
        quiet = false;
      } else {
        say();
        startQuiet();
      }
    }
  }

  private void say() {
    LOG.warn(
        "To the dead letters, in {} s: {}. The last: {}",
        INTERVAL.toSeconds(),
        more.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", ")),
        last);
    more.clear();
  }

  private void startQuiet() {
    quiet = true;
    quietSince = nanoTime.getAsLong();
  }
}
