package dev.kith.serving.turn;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("So many may wait")
class WaitLimitTest {
  private static final int MOST = 1_000;
  private static final long MICRO = TimeUnit.MICROSECONDS.toNanos(1);
  private static final long MILLI = TimeUnit.MILLISECONDS.toNanos(1);

  private long now = -5; // as System.nanoTime may be
  private final WaitLimit limit = new WaitLimit(MOST, now);

  @Test
  @DisplayName("as are allowed, while it is not known how long turns take")
  void unknown() {
    now += MILLI * 10_000;
    assertThat(limit.limit(now)).isEqualTo(MOST);
    assertThat(limit.isLate(now - MILLI * 1_000, now)).isFalse();
  }

  @Test
  @DisplayName("as have their turn within 100 ms, in a burst")
  void burst() {
    limit.empty(now);
    turns(200 * MICRO, 500);
    limit.empty(now - 99 * MILLI);
    assertThat(limit.limit(now)).isEqualTo(500);
  }

  @Test
  @DisplayName("as have their turn within 5 ms, if always some do")
  void standing() {
    limit.empty(now);
    turns(200 * MICRO, 600);
    assertThat(limit.limit(now)).isEqualTo(25);
    limit.empty(now);
    assertThat(limit.limit(now)).isEqualTo(500);
  }

  @Test
  @DisplayName("as before a pause, for most part")
  void pause() {
    turns(200 * MICRO, 4_000);
    long came = now - MICRO;
    now += 50 * MILLI + 200 * MICRO;
    limit.ended(came, now - 200 * MICRO, now, 1);
    turns(200 * MICRO, 500);
    limit.empty(now);
    assertThat(limit.limit(now)).isBetween(300, 499);
  }

  @Test
  @DisplayName("as wait no longer than a turn takes, if that is more")
  void longTurns() {
    limit.empty(now);
    for (int i = 0; i < 1_000; i++) { // 64 of 64 ms each at a time
      now += MILLI;
      limit.ended(now - 70 * MILLI, now - 64 * MILLI, now, 64);
    }
    assertThat(limit.limit(now)).isEqualTo(64);
  }

  @Test
  @DisplayName("as there are callers who wait for their answers, however long that takes")
  void least() {
    limit.empty(now);
    turns(50 * MILLI, 20);
    assertThat(limit.limit(now)).isEqualTo(WaitLimit.LEAST);
    assertThat(new WaitLimit(3, now).limit(now)).isEqualTo(3);
  }

  @Test
  @DisplayName(
      "as before a time when nobody had to wait, which tells nothing but what a turn takes")
  void alone() {
    for (int i = 0; i < 100; i++) {
      now += 400 * MILLI; // nobody asks
      limit.empty(now);
      long came = now;
      now += 4 * MILLI;
      limit.ended(came, came, now, 2);
    }
    assertThat(limit.limit(now)).isEqualTo(50);
  }

  @Test
  @DisplayName("and whose turn comes much later than that has none")
  void late() {
    limit.empty(now);
    turns(200 * MICRO, 600);
    assertThat(limit.isLate(now - 99 * MILLI, now)).isFalse();
    assertThat(limit.isLate(now - 101 * MILLI, now)).isTrue();
  }

  /** One after the other, each of which had to wait for the one before. */
  private void turns(long time, int times) {
    for (int i = 0; i < times; i++) {
      long began = now;
      now += time;
      limit.ended(began - time / 2, began, now, 1);
    }
  }
}
