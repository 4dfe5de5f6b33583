package dev.kith.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.bench.OpenLoop.Result;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
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
    Result result = LOOP.run(calls::incrementAndGet);
    assertThat(calls.get()).isEqualTo(70);
    assertThat(result.latencies().getTotalCount()).isEqualTo(50);
    assertThat(result.failed()).isZero();
  }

  @Test
  @DisplayName("goes on calling while calls wait, and counts from when each was due")
  void doesNotWait() throws Exception {
    CountDownLatch last = new CountDownLatch(70);
    Result result =
        LOOP.run(
            () -> {
              last.countDown();
              try {
                last.await(); // for calls that are due later
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
    assertThat(result.latencies().getMaxValue())
        .isGreaterThanOrEqualTo(Duration.ofMillis(49).toNanos());
  }

  @Test
  @DisplayName("counts the calls that fail apart")
  void failures() throws Exception {
    Result result =
        LOOP.run(
            () -> {
              throw new IllegalStateException("no answer");
            });
    assertThat(result.failed()).isEqualTo(50);
    assertThat(result.latencies().getTotalCount()).isZero();
  }
}
