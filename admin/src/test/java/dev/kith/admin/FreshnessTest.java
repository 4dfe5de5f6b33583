package dev.kith.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.admin.Freshness.Report;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Freshness")
class FreshnessTest {
  private final AtomicLong now = new AtomicLong(1_000_000);
  private final Freshness freshness =
      new Freshness(() -> java.time.Instant.ofEpochMilli(now.get()));

  private void seconds(long later) {
    now.addAndGet(later * 1000);
  }

  @Test
  @DisplayName("is unknown at first, and grows older from the start")
  void first() {
    seconds(2);
    assertThat(freshness.report()).isEqualTo(new Report(-1, 2, -1, -1));
  }

  @Test
  @DisplayName("is no lag while nothing is missing, however old the newest change is")
  void nothingMissing() {
    freshness.applied(now.get());
    freshness.missing(0);
    seconds(3600);
    assertThat(freshness.report()).isEqualTo(new Report(0, 0, 3600, -1));
  }

  @Test
  @DisplayName("lags from the newest change that was applied, be it that there is an old backlog")
  void backlog() {
    freshness.missing(500);
    freshness.applied(now.get() - 7_000);
    freshness.applied(now.get() - 9_000);
    seconds(3);
    assertThat(freshness.report()).isEqualTo(new Report(500, 10, 10, -1));
  }

  @Test
  @DisplayName("lags from when it had caught up last, where nothing had come for long before that")
  void afterQuiet() {
    freshness.applied(now.get() - 86_400_000);
    freshness.missing(0);
    seconds(5);
    freshness.missing(1);
    assertThat(freshness.report().lagSeconds()).isEqualTo(5);
    seconds(5);
    assertThat(freshness.report().lagSeconds()).isEqualTo(10);
    freshness.applied(now.get());
    freshness.missing(0);
    assertThat(freshness.report()).isEqualTo(new Report(0, 0, 0, -1));
  }

  @Test
  @DisplayName("grows older while it can't be told what is missing")
  void unknown() {
    freshness.missing(0);
    freshness.unknown();
    seconds(60);
    assertThat(freshness.report().lagRecords()).isEqualTo(-1);
    assertThat(freshness.report().lagSeconds()).isEqualTo(60);
  }

  @Test
  @DisplayName("takes a record from the future for one of now")
  void future() {
    freshness.missing(1);
    freshness.applied(now.get() + 3_600_000);
    seconds(5);
    assertThat(freshness.report()).isEqualTo(new Report(1, 5, 5, -1));
  }

  @Test
  @DisplayName("knows since when something may be missing, until that is not known any more")
  void asOf() {
    freshness.asOf((now.get() - 1_000) * 1_000);
    seconds(2);
    assertThat(freshness.report().asOfAgeSeconds()).isEqualTo(3);
    freshness.asOfUnknown();
    assertThat(freshness.report().asOfAgeSeconds()).isEqualTo(-1);
  }

  @Test
  @DisplayName("is shown as gauges, NaN for what is not known")
  void gauges() {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    freshness.bindTo(registry, "kith.writer");
    assertThat(registry.get("kith.writer.lag.records").gauge().value()).isNaN();
    assertThat(registry.get("kith.writer.newest.change.age.seconds").gauge().value()).isNaN();
    assertThat(registry.get("kith.writer.as.of.age.seconds").gauge().value()).isNaN();
    freshness.missing(3);
    seconds(4);
    assertThat(registry.get("kith.writer.lag.records").gauge().value()).isEqualTo(3);
    assertThat(registry.get("kith.writer.lag.seconds").gauge().value()).isEqualTo(4);
  }
}
