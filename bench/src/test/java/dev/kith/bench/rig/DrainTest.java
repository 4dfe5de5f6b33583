package dev.kith.bench.rig;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The throughput of a stage")
class DrainTest {
  private final AtomicLong seconds = new AtomicLong();

  @Test
  @DisplayName("counts from when what waits begins to shrink, and what is left then")
  void moves() {
    Drain drain = watch(1_000, Long.MAX_VALUE, 1_000, 1_000, 900, 400, 0);
    assertThat(drain).isEqualTo(new Drain(900, Duration.ofSeconds(2), Duration.ofSeconds(3)));
    assertThat(drain.perSecond()).isEqualTo(450);
  }

  @Test
  @DisplayName("counts all from the start where nothing was seen to move")
  void tooFast() {
    Drain drain = watch(1_000, 1_000, 0);
    assertThat(drain).isEqualTo(new Drain(1_000, Duration.ofSeconds(1), Duration.ZERO));
    assertThat(drain.perSecond()).isEqualTo(1_000);
  }

  /** With these lags, a second apart. */
  private Drain watch(long waiting, long... lags) {
    Deque<Long> left = new ArrayDeque<>();
    for (long lag : lags) {
      left.add(lag);
    }
    Drain drain =
        Drain.watch(
            waiting,
            0,
            left::remove,
            () -> Duration.ofSeconds(seconds.get()).toNanos(),
            seconds::incrementAndGet);
    assertThat(List.copyOf(left)).isEmpty();
    return drain;
  }
}
