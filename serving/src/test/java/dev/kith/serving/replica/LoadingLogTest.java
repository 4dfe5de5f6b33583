package dev.kith.serving.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("While the replica loads")
class LoadingLogTest {
  private final AtomicLong nanos = new AtomicLong();
  private final LoadingLog log = new LoadingLog(Duration.ofSeconds(5), nanos::get);
  private final CatchUp catchUp = new CatchUp(Map.of(0, 0L), Map.of(0, 4_000L));

  @Test
  @DisplayName("the log says how far it is, once an interval, with the rate since the last line")
  void progress() {
    catchUp.reached(0, 1_000);
    nanos.addAndGet(Duration.ofMillis(4_999).toNanos());
    assertThat(log.progress(catchUp, 1_000)).isEmpty();
    nanos.addAndGet(Duration.ofMillis(1).toNanos());
    assertThat(log.progress(catchUp, 1_000))
        .contains("Loading the replica: 1,000 changes, 25.0 %, 200/s");
    assertThat(log.progress(catchUp, 1_000)).isEmpty();
    catchUp.reached(0, 3_000);
    nanos.addAndGet(Duration.ofSeconds(10).toNanos());
    assertThat(log.progress(catchUp, 2_500))
        .contains("Loading the replica: 2,500 changes, 75.0 %, 150/s");
  }

  @Test
  @DisplayName("the last line has the rate over all")
  void finished() {
    nanos.addAndGet(Duration.ofSeconds(2).toNanos());
    assertThat(log.finished(3_000))
        .isEqualTo("The replica has caught up: 3,000 changes in 2.0 s, 1,500/s");
  }
}
