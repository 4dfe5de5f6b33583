package dev.kith.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.bench.load.ClosedLoop.Result;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A closed loop")
class ClosedLoopTest {
  private static final ClosedLoop LOOP =
      new ClosedLoop(3, Duration.ofMillis(20), Duration.ofMillis(50));

  @Test
  @DisplayName("asks from as many callers as it was told, and counts no call of the warm-up")
  void counts() throws Exception {
    Set<Integer> callers = ConcurrentHashMap.newKeySet();
    AtomicInteger calls = new AtomicInteger();
    Result result =
        LOOP.run(
            caller ->
                () -> {
                  callers.add(caller);
                  calls.incrementAndGet();
                });
    assertThat(callers).containsExactlyInAnyOrder(0, 1, 2);
    assertThat(result.latencies().getTotalCount()).isPositive().isLessThan(calls.get());
    assertThat(result.perSecond()).isEqualTo(result.latencies().getTotalCount() * 20.0);
  }

  @Test
  @DisplayName("ends with the first call that fails")
  void failure() {
    assertThatThrownBy(
            () ->
                LOOP.run(
                    caller ->
                        () -> {
                          throw new IllegalStateException("no answer");
                        }))
        .hasRootCauseMessage("no answer");
  }
}
