package dev.kith.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A scale")
class ScaleTest {

  @Test
  @DisplayName("begins at 0, and names round values")
  void linear() {
    Scale scale = Scale.of(DoubleStream.of(3, 47), false, 0, 100);
    assertThat(scale.place(0)).isZero();
    assertThat(scale.place(47)).isBetween(90.0, 100.0);
    assertThat(scale.ticks()).containsExactly(0.0, 10.0, 20.0, 30.0, 40.0);
  }

  @Test
  @DisplayName("that is logarithmic begins at a power of ten, and names powers of ten")
  void logarithmic() {
    Scale scale = Scale.of(DoubleStream.of(0.4, 70_000, 0, Double.NaN), true, 0, 100);
    assertThat(scale.from()).isEqualTo(0.1);
    assertThat(scale.ticks()).hasSize(6).startsWith(0.1);
  }
}
