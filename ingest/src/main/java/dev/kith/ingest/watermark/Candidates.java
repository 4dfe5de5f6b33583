package dev.kith.ingest.watermark;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.TopicPartition;

/**
 * The candidates that ingest has not come to yet, the oldest first. A new one does not wait for the
 * others; where ingest is far behind there would be many, and every second one is dropped. Not
 * thread-safe.
 */
final class Candidates {
  static final int MOST = 32;

  private final Duration idle;
  private final Deque<Candidate> waiting = new ArrayDeque<>();
  private Candidate last = new Candidate(Long.MIN_VALUE / 2, Map.of());

  /**
   * @param idle while nothing comes, a candidate in so much time is enough
   */
  Candidates(Duration idle) {
    this.idle = idle;
  }

  void offer(Candidate candidate) {
    if (candidate.ends().equals(last.ends())
        && candidate.asOf() - last.asOf() < idle.toNanos() / 1_000) {
      return;
    }
    if (waiting.size() == MOST) {
      thinOut();
    }
    waiting.addLast(candidate);
    last = candidate;
  }

  Optional<Candidate> oldest() {
    return Optional.ofNullable(waiting.peekFirst());
  }

  /** The newest that is reached. It and those before it are forgotten. */
  Optional<Candidate> takeReached(Map<TopicPartition, Long> done) {
    Candidate reached = null;
    for (Candidate candidate = waiting.peekFirst();
        candidate != null && candidate.isReached(done);
        candidate = waiting.peekFirst()) {
      reached = waiting.removeFirst();
    }
    return Optional.ofNullable(reached);
  }

  void clear() {
    waiting.clear();
  }

  private void thinOut() {
    boolean drop = false;
    for (Iterator<Candidate> each = waiting.iterator(); each.hasNext(); drop = !drop) {
      each.next();
      if (drop) {
        each.remove();
      }
    }
  }
}
