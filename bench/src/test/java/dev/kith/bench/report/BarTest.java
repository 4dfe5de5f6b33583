package dev.kith.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A bar")
class BarTest {

  @Test
  @DisplayName("says what was measured, what it should be, and whether it is")
  void rows() {
    assertThat(Bar.atLeast("ratio", 0.731, 0.7, "").row())
        .isEqualTo("| ratio | 0.73 | ≥ 0.70 | yes |");
    assertThat(Bar.atMost("p99", 12.34, 5, " ms").row())
        .isEqualTo("| p99 | 12.3 ms | ≤ 5 ms | **no** |");
    assertThat(Bar.atMost("p99", Double.NaN, 5, " ms").row()).contains("**no**");
    assertThat(Bar.atLeast("rate", 1_234_567.8, 1_000_000, "/s").row())
        .isEqualTo("| rate | 1,234,568/s | ≥ 1,000,000/s | yes |");
    assertThat(Bar.unknown("peer", "1").row()).isEqualTo("| peer |  | 1 | not measured |");
  }
}
