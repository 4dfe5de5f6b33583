package dev.kith.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The rates of rounds")
class RatesTest {

  private static Rates rates(long... counts) {
    Rates rates = new Rates();
    for (long count : counts) {
      rates.add(count, Duration.ofSeconds(2));
    }
    return rates;
  }

  @Test
  @DisplayName("are counts a second; of an even number the lower middle is the median")
  void median() {
    Rates rates = rates(800, 200, 600, 400);
    assertThat(rates.min()).isEqualTo(100);
    assertThat(rates.median()).isEqualTo(200);
    assertThat(rates.max()).isEqualTo(400);
  }

  @Test
  @DisplayName("are divided round by round, so that a slow moment of the machine hits both")
  void ratios() {
    Rates ratios = rates(100, 20, 300).over(rates(10, 2, 10));
    assertThat(ratios.min()).isEqualTo(10);
    assertThat(ratios.median()).isEqualTo(10);
    assertThat(ratios.max()).isEqualTo(30);
  }
}
