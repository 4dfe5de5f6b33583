package dev.kith.features.exact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An exact sum")
class ExactSumTest {

  @Test
  @DisplayName("is what BigDecimal says, for numbers of all sizes and any order")
  void sums() {
    Seeds.each(
        2_000,
        seed -> {
          Random random = new Random(seed);
          double[] values = values(random);
          assertThat(sum(values)).isEqualTo(exact(values).doubleValue());
          double first = sum(values);
          double[] shuffled = values.clone();
          Arrays.sort(shuffled);
          assertThat(sum(shuffled)).isEqualTo(first);
        });
  }

  @Test
  @DisplayName("gives the mean that BigDecimal says")
  void means() {
    Seeds.each(
        2_000,
        seed -> {
          double[] values = values(new Random(seed));
          assertThat(mean(values)).isEqualTo(quotient(exact(values), values.length));
        });
  }

  @Test
  @DisplayName("is, with what was removed again, as if that had never been there")
  void removals() {
    Seeds.each(
        2_000,
        seed -> {
          Random random = new Random(seed);
          double[] stay = values(random);
          double[] go = values(random);
          ExactSum sum = of(go);
          for (int i = 0; i < Math.max(stay.length, go.length); i++) {
            if (i < stay.length) {
              sum.add(stay[i]);
            }
            if (i < go.length) {
              sum.remove(go[i]);
            }
          }
          assertThat(sum.count()).isEqualTo(stay.length);
          assertThat(sum.sum()).isEqualTo(sum(stay));
          assertThat(sum.mean()).isEqualTo(mean(stay));
        });
  }

  @Test
  @DisplayName("goes on being exact after millions of numbers came and went")
  void carries() {
    double[] values = values(new Random(1));
    for (int sign : new int[] {1, -1}) {
      for (int i = 0; i < values.length; i++) {
        values[i] = sign * Math.abs(values[i]);
      }
      ExactSum sum = new ExactSum();
      for (int i = 0; i < 3_000_000; i++) {
        sum.add(values[i % values.length]);
        if (i >= 7) {
          sum.remove(values[(i - 7) % values.length]);
        }
      }
      double[] left = new double[7];
      for (int i = 0; i < left.length; i++) {
        left[i] = values[(3_000_000 - 7 + i) % values.length];
      }
      assertThat(sum.sum()).isEqualTo(sum(left));
      assertThat(sum.mean()).isEqualTo(mean(left));
    }
  }

  @Test
  @DisplayName("keeps what is lost when adding from left to right")
  void cancellation() {
    assertThat(sum(1e308, 1e308, 1.0, -1e308, -1e308)).isEqualTo(1.0);
    assertThat(sum(0.1, 0.2, 0.3)).isEqualTo(0.6).isNotEqualTo(0.1 + 0.2 + 0.3);
  }

  @Test
  @DisplayName("rounds a half to the even side, and more than a half up")
  void halves() {
    double unit = 0x1p53;
    assertThat(sum(unit, 1)).isEqualTo(unit);
    assertThat(sum(unit + 2, 1)).isEqualTo(unit + 4);
    assertThat(sum(unit, 1, Double.MIN_VALUE)).isEqualTo(unit + 2);
    assertThat(sum(-unit, -1, -Double.MIN_VALUE)).isEqualTo(-unit - 2);
    assertThat(sum(unit, 1, -Double.MIN_VALUE)).isEqualTo(unit);
  }

  @Test
  @DisplayName("rounds a mean by its remainder")
  void remainders() {
    assertThat(mean(Double.MIN_VALUE, 0)).as("a half of the least").isEqualTo(0.0);
    assertThat(mean(3 * Double.MIN_VALUE, 0)).isEqualTo(2 * Double.MIN_VALUE);
    assertThat(mean(Double.MIN_VALUE, Double.MIN_VALUE, 0)).isEqualTo(Double.MIN_VALUE);
    assertThat(mean(Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  @DisplayName("of nothing, and of numbers that cancel out, is zero")
  void zero() {
    assertThat(sum()).isEqualTo(0.0);
    assertThat(sum(5, -5)).isEqualTo(0.0);
    assertThat(sum(-0.0)).isEqualTo(0.0);
    assertThat(mean(-1, 1)).isEqualTo(0.0);
  }

  @Test
  @DisplayName("that is too great for a double is infinite")
  void overflow() {
    assertThat(sum(Double.MAX_VALUE, Double.MAX_VALUE)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(sum(-Double.MAX_VALUE, -Double.MAX_VALUE)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(sum(Double.MAX_VALUE, 1e291)).isEqualTo(Double.MAX_VALUE);
  }

  @Test
  @DisplayName("with infinities is what IEEE 754 says")
  void infinities() {
    assertThat(sum(1, Double.POSITIVE_INFINITY, -5)).isEqualTo(Double.POSITIVE_INFINITY);
    assertThat(mean(Double.NEGATIVE_INFINITY, 7)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(sum(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY)).isNaN();
  }

  @Test
  @DisplayName("takes any long whole")
  void longs() {
    Seeds.each(
        500,
        seed -> {
          Random random = new Random(seed);
          ExactSum mean = new ExactSum();
          ExactLongSum total = new ExactLongSum();
          BigInteger exact = BigInteger.ZERO;
          int count = 1 + random.nextInt(20);
          for (int i = 0; i < count; i++) {
            long value =
                switch (random.nextInt(5)) {
                  case 0 -> Long.MIN_VALUE;
                  case 1 -> Long.MAX_VALUE;
                  default -> random.nextLong() >> random.nextInt(64);
                };
            mean.add(value);
            total.add(value);
            exact = exact.add(BigInteger.valueOf(value));
          }
          assertThat(mean.mean()).isEqualTo(quotient(new BigDecimal(exact), count));
          if (exact.bitLength() < Long.SIZE) {
            assertThat(total.sum()).isEqualTo(exact.longValueExact());
          } else {
            assertThatThrownBy(total::sum)
                .isInstanceOf(ArithmeticException.class)
                .hasMessage("the sum does not fit a 64-bit integer");
          }
        });
  }

  private static double[] values(Random random) {
    double[] values = new double[1 + random.nextInt(40)];
    int range = 1 + random.nextInt(200);
    for (int i = 0; i < values.length; i++) {
      values[i] =
          switch (random.nextInt(4)) {
            case 0 -> random.nextInt(100_000) / 100.0;
            case 1 -> finite(random);
            case 2 -> i > 0 && random.nextBoolean() ? -values[random.nextInt(i)] : 0.0;
            default -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(range) - range / 2);
          };
    }
    return values;
  }

  /** Any double, subnormal ones among them, but small enough that 40 of them don't overflow. */
  private static double finite(Random random) {
    double value = Double.longBitsToDouble(random.nextLong());
    return Math.abs(value) < 1e300 ? value : Double.MIN_VALUE * random.nextInt(1000);
  }

  private static double sum(double... values) {
    return of(values).sum();
  }

  private static double mean(double... values) {
    return of(values).mean();
  }

  private static ExactSum of(double... values) {
    ExactSum sum = new ExactSum();
    for (double value : values) {
      sum.add(value);
    }
    return sum;
  }

  private static BigDecimal exact(double... values) {
    return Arrays.stream(values).mapToObj(BigDecimal::new).reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  /**
   * The double nearest to the quotient: of the two next to an approximation and that itself, the
   * one that is nearest, and of two as near the even one.
   */
  private static double quotient(BigDecimal dividend, int divisor) {
    BigDecimal by = BigDecimal.valueOf(divisor);
    double near = dividend.divide(by, new java.math.MathContext(40)).doubleValue();
    double best = near;
    for (double candidate : new double[] {Math.nextDown(near), Math.nextUp(near)}) {
      int closer = distance(dividend, by, candidate).compareTo(distance(dividend, by, best));
      boolean even = (Double.doubleToRawLongBits(candidate) & 1) == 0;
      if (closer < 0 || (closer == 0 && even)) {
        best = candidate;
      }
    }
    return best == 0 ? 0.0 : best;
  }

  /** How far the quotient is away, times the divisor. */
  private static BigDecimal distance(BigDecimal dividend, BigDecimal divisor, double value) {
    return dividend.subtract(new BigDecimal(value).multiply(divisor)).abs();
  }
}
