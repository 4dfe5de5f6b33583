package dev.kith.serving.freshness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Watermark;
import dev.kith.serving.freshness.Requirement.RecordPosition;
import dev.kith.serving.freshness.Requirement.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a request wants of the graph")
class RequirementTest {
  private static final long NOW = 1_700_000_000_000_000L;
  private static final long AS_OF = NOW - 2_500_000;
  private static final Optional<Watermark> KNOWN =
      Optional.of(new Watermark(AS_OF, "id", 1, Map.of("cdc", List.of(0L, 7L))));
  private static final Verdict MET = new Verdict.Met();

  private static Requirement age(Duration most) {
    return new Requirement(Optional.of(most), OptionalLong.empty(), List.of());
  }

  private static Requirement until(long time) {
    return new Requirement(Optional.empty(), OptionalLong.of(time), List.of());
  }

  private static Requirement record(int partition, long offset) {
    return new Requirement(
        Optional.empty(),
        OptionalLong.empty(),
        List.of(new RecordPosition("cdc", partition, offset)));
  }

  @Test
  @DisplayName("may be nothing, which is met without knowing anything")
  void nothing() {
    assertThat(Requirement.NONE.of(Optional.empty(), NOW)).isEqualTo(MET);
  }

  @Test
  @DisplayName("is never met while nothing is known")
  void unknown() {
    assertThat(age(Duration.ofDays(1)).of(Optional.empty(), NOW))
        .isInstanceOf(Verdict.NotYet.class);
    assertThat(record(0, 0).of(Optional.empty(), NOW)).isInstanceOf(Verdict.NotYet.class);
  }

  @Test
  @DisplayName("is an age, which may be just that")
  void age() {
    assertThat(age(Duration.ofMillis(2_500)).of(KNOWN, NOW)).isEqualTo(MET);
    assertThat(age(Duration.ofSeconds(Long.MAX_VALUE)).of(KNOWN, NOW)).isEqualTo(MET);
    assertThat(age(Duration.ofMillis(2_499)).of(KNOWN, NOW))
        .isEqualTo(
            new Verdict.NotYet(
                "the graph is as of 2023-11-14T22:13:17.500Z, 2.5 s ago; max_staleness is 2.4 s"));
  }

  @Test
  @DisplayName("takes a graph from the future for one of now, as another clock may have it")
  void future() {
    assertThat(age(Duration.ZERO).of(KNOWN, AS_OF - 1)).isEqualTo(MET);
    assertThat(age(Duration.ZERO).of(KNOWN, AS_OF)).isEqualTo(MET);
  }

  @Test
  @DisplayName("is a time that must be passed")
  void until() {
    assertThat(until(AS_OF).of(KNOWN, NOW)).isEqualTo(MET);
    assertThat(until(AS_OF + 1_234_567).of(KNOWN, NOW))
        .isEqualTo(
            new Verdict.NotYet(
                "the graph is as of 2023-11-14T22:13:17.500Z, 1.2 s before must_include_until"));
  }

  @Test
  @DisplayName("is a record, which the next offset has to be beyond")
  void record() {
    assertThat(record(1, 6).of(KNOWN, NOW)).isEqualTo(MET);
    assertThat(record(1, 7).of(KNOWN, NOW))
        .isEqualTo(
            new Verdict.NotYet(
                "the graph has cdc 1 up to before offset 7, and offset 7 is asked for"));
    assertThat(record(0, 0).of(KNOWN, NOW)).isInstanceOf(Verdict.NotYet.class);
  }

  @Test
  @DisplayName("is impossible where ingest reads no such partition")
  void impossible() {
    assertThat(record(2, 0).of(KNOWN, NOW))
        .isEqualTo(new Verdict.Never("cdc has no partition 2 that ingest reads"));
  }

  @Test
  @DisplayName("is met only if all of it is")
  void all() {
    Requirement both =
        new Requirement(
            Optional.of(Duration.ofSeconds(3)),
            OptionalLong.of(AS_OF + 1),
            List.of(new RecordPosition("cdc", 1, 6)));
    assertThat(both.of(KNOWN, NOW)).isInstanceOf(Verdict.NotYet.class);
  }
}
