package dev.kith.bench.changes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Samples")
class SampleTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  @DisplayName("belong to the second in which they were taken, and to none before or after")
  void bySecond() {
    List<Sample> samples =
        List.of(
            new Sample(4 * SECOND, 1),
            new Sample(5 * SECOND, 2),
            new Sample(6 * SECOND - 1, 3),
            new Sample(7 * SECOND, 4),
            new Sample(8 * SECOND, 5));
    assertThat(Sample.bySecond(samples, 5 * SECOND, 3, Sample::sum)).containsExactly(5, 0, 4);
    assertThat(Sample.bySecond(samples, 5 * SECOND, 3, Sample::most))
        .containsExactly(3, Double.NaN, 4);
  }

  @Test
  @DisplayName("have percentiles that are samples")
  void percentiles() {
    List<Sample> samples =
        IntStream.rangeClosed(1, 200).mapToObj(i -> new Sample(0, 201 - i)).toList();
    assertThat(Sample.percentile(samples, 50)).isEqualTo(100);
    assertThat(Sample.percentile(samples, 99)).isEqualTo(198);
    assertThat(Sample.percentile(samples, 100)).isEqualTo(200);
    assertThat(Sample.percentile(List.of(), 99)).isNaN();
  }
}
