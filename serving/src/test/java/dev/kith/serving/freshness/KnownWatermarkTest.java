package dev.kith.serving.freshness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.change.Watermark;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Who waits for a watermark")
@Timeout(60)
class KnownWatermarkTest {
  private static final Duration LONG = Duration.ofHours(1);

  private final KnownWatermark known = new KnownWatermark(InstantSource.system());

  private static Optional<Watermark> asOf(long time) {
    return Optional.of(new Watermark(time, "id", 1, Map.of("cdc", List.of(time))));
  }

  private static Requirement until(long time) {
    return new Requirement(Optional.empty(), OptionalLong.of(time), List.of());
  }

  @Test
  @DisplayName("is told when what is wanted is there, and not before")
  void told() {
    CompletableFuture<Void> early = known.await(until(10), LONG);
    CompletableFuture<Void> late = known.await(until(20), LONG);
    known.set(asOf(9));
    assertThat(early).isNotDone();
    known.set(asOf(10));
    assertThat(early).isCompleted();
    assertThat(late).isNotDone();
    assertThat(known.isAwaited()).isTrue();
    known.set(asOf(30));
    assertThat(late).isCompleted();
    assertThat(known.isAwaited()).isFalse();
  }

  @Test
  @DisplayName("does not wait for what is there, nor for what never will be")
  void atOnce() {
    known.set(asOf(10));
    assertThat(known.await(until(10), LONG)).isCompleted();
    Requirement never =
        new Requirement(
            Optional.empty(),
            OptionalLong.empty(),
            List.of(new Requirement.RecordPosition("cdc", 1, 0)));
    assertThat(known.await(never, LONG)).isCompleted();
    assertThat(known.isAwaited()).isFalse();
  }

  @Test
  @DisplayName("is told, too, when the patience is over")
  void patience() throws Exception {
    known.await(until(10), Duration.ofMillis(1)).get();
    assertThat(known.newest()).isEmpty();
    assertThat(known.isAwaited()).isFalse();
  }

  @Test
  @DisplayName("is one of so many; more are refused at once")
  void bounded() {
    for (int i = 0; i < KnownWatermark.MOST; i++) {
      var _ = known.await(until(10), LONG);
    }
    assertThatThrownBy(() -> known.await(until(10), LONG))
        .isInstanceOf(RejectedExecutionException.class);
    known.set(asOf(10));
    assertThat(known.isAwaited()).isFalse();
  }
}
