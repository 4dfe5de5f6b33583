package dev.kith.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An open loop")
class OpenLoopTest {
  private static final OpenLoop LOOP =
      new OpenLoop(1000, Duration.ofMillis(20), Duration.ofMillis(50));

  @Test
  @DisplayName("makes as many calls as are due, and counts none of the warm-up")
  void counts() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Histogram latencies = LOOP.run(calls::incrementAndGet);
    assertThat(calls.get()).isEqualTo(70);
    assertThat(latencies.getTotalCount()).isEqualTo(50);
  }

  @Test
  @DisplayName("goes on calling while calls wait, and counts from when each was due")
  void doesNotWait() throws Exception {
    CountDownLatch last = new CountDownLatch(70);
    Histogram latencies =
        LOOP.run(
            () -> {
              last.countDown();
              try {
                last.await(); // for calls that are due later
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(latencies.getMaxValue()).isGreaterThanOrEqualTo(Duration.ofMillis(49).toNanos());
  }

  @Test
  @DisplayName("fails with a call that fails")
  void failure() {
    assertThatThrownBy(
            () ->
                LOOP.run(
                    () -> {
                      throw new IllegalStateException("no answer");
                    }))
        .hasRootCauseMessage("no answer");
  }
}
