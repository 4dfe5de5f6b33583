package dev.kith.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A rate")
class RateTest {
  private final AtomicLong now = new AtomicLong();
  private final Rate rate = new Rate(now::get);

  private void sample(long second, long count) {
    now.set(TimeUnit.SECONDS.toNanos(second));
    rate.sample(count);
  }

  @Test
  @DisplayName(
      "is how often it happened over the last minute, and nothing before there are two samples")
  void rate() {
    assertThat(rate.perSecond()).isZero();
    sample(0, 0);
    assertThat(rate.perSecond()).isZero();
    sample(10, 1000);
    assertThat(rate.perSecond()).isEqualTo(100);
    sample(60, 1000);
    sample(70, 1000);
    assertThat(rate.perSecond()).isZero();
  }
}
