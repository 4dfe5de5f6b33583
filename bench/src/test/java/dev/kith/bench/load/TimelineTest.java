package dev.kith.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status.Code;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A timeline")
class TimelineTest {
  private static final long BEGIN = 5_000_000_000L;

  private final Timeline timeline = new Timeline(BEGIN, 3);

  @Test
  @DisplayName("puts a call into the second in which it was due, however late it ended")
  void byDueTime() {
    add(0.2, 10, Code.OK);
    add(0.9, 4_000, Code.OK);
    add(2.5, 20, Code.OK);
    assertThat(timeline.answeredBySecond()).containsExactly(2, 0, 1);
    assertThat(timeline.millisBySecond(100)[0]).isBetween(3_960.0, 4_040.0);
    assertThat(timeline.millisBySecond(100)[2]).isBetween(19.8, 20.2);
  }

  @Test
  @DisplayName("leaves out what was due before it begins and after it ends")
  void bounds() {
    add(-0.001, 10, Code.OK);
    add(3.0, 10, Code.OK);
    assertThat(timeline.codes()).isEmpty();
    assertThat(timeline.failed()).isZero();
  }

  @Test
  @DisplayName("has the codes of all calls, and the latencies of the answered ones")
  void codes() {
    add(0, 1, Code.OK);
    add(1, 1_000, Code.UNAVAILABLE);
    add(2, 1_000, Code.UNAVAILABLE);
    assertThat(timeline.codes()).isEqualTo(Map.of(Code.OK, 1L, Code.UNAVAILABLE, 2L));
    assertThat(timeline.millis(100)).isBetween(0.99, 1.01);
    assertThat(timeline.perSecond()).isEqualTo(1.0 / 3);
  }

  private void add(double second, long millis, Code code) {
    timeline.add(
        BEGIN + Math.round(second * TimeUnit.SECONDS.toNanos(1)),
        TimeUnit.MILLISECONDS.toNanos(millis),
        code);
  }
}
