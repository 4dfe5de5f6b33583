package dev.kith.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An open loop")
class OpenLoopTest {
  private static final OpenLoop LOOP =
      new OpenLoop(1_000, Duration.ofMillis(50), Duration.ofMillis(50));

  @Test
  @DisplayName("makes as many calls as are due, and counts none of the warm-up")
  void counts() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Timeline timeline =
        LOOP.run(
            ended -> {
              calls.incrementAndGet();
              ended.with(Status.Code.OK);
            });
    assertThat(calls.get()).isEqualTo(100);
    assertThat(timeline.answered().getTotalCount()).isEqualTo(50);
    assertThat(timeline.codes()).isEqualTo(Map.of(Status.Code.OK, 50L));
  }

  @Test
  @DisplayName("goes on calling while calls wait, and counts from when each was due")
  void doesNotWait() throws Exception {
    List<OpenLoop.Ended> waiting = new ArrayList<>();
    Timeline timeline =
        LOOP.run(
            ended -> {
              waiting.add(ended);
              if (waiting.size() == 100) { // the last lets all others go
                waiting.forEach(each -> each.with(Status.Code.OK));
              }
            });
    assertThat(timeline.answered().getTotalCount()).isEqualTo(50);
    assertThat(timeline.millis(100)).isGreaterThanOrEqualTo(48);
  }

  @Test
  @DisplayName("counts what the one who calls was late for (no coordinated omission)")
  void lateCaller() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Timeline timeline =
        LOOP.run(
            ended -> {
              if (calls.incrementAndGet() == 60) {
                pause(Duration.ofMillis(30)); // so those that are due meanwhile are late
              }
              ended.with(Status.Code.OK);
            });
    long late =
        timeline.answered().getTotalCount() - timeline.answered().getCountBetweenValues(0, 5_000);
    assertThat(late).isGreaterThanOrEqualTo(20);
  }

  @Test
  @DisplayName("counts the calls that fail by code, and no latency of them")
  void failures() throws Exception {
    AtomicInteger calls = new AtomicInteger();
    Timeline timeline =
        LOOP.run(
            ended ->
                ended.with(
                    calls.incrementAndGet() % 2 == 0
                        ? Status.Code.OK
                        : Status.Code.RESOURCE_EXHAUSTED));
    assertThat(timeline.codes())
        .isEqualTo(Map.of(Status.Code.OK, 25L, Status.Code.RESOURCE_EXHAUSTED, 25L));
    assertThat(timeline.failed()).isEqualTo(0.5);
    assertThat(timeline.answered().getTotalCount()).isEqualTo(25);
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  @DisplayName("passes on what beginning a call throws")
  void broken() {
    assertThatThrownBy(
            () ->
                LOOP.run(
                    ended -> {
                      throw new IllegalStateException("no connection");
                    }))
        .hasMessage("no connection");
  }
}
