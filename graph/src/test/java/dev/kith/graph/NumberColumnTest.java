package dev.kith.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.schema.AttributeType;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A column of numbers")
class NumberColumnTest {

  @ParameterizedTest(name = "{0} in {1}")
  @DisplayName("needs as many bytes for a double")
  @CsvSource({
    "0.0, 1", "1.27, 1", "-1.28, 1", "1.28, 4", "19.99, 4", "21474836.47, 4", "21474836.48, 8",
    "-0.0, 8", "0.001, 8", "0.30000000000000004, 8", "NaN, 8", "Infinity, 8", "1e300, 8",
        "4.9e-324, 8"
  })
  void doubles(double value, int width) {
    check(AttributeType.DOUBLE, Double.doubleToRawLongBits(value), width);
  }

  @ParameterizedTest(name = "{0} in {1}")
  @DisplayName("needs as many bytes for a whole number")
  @CsvSource({
    "0, 1",
    "127, 1",
    "-128, 1",
    "128, 4",
    "-129, 4",
    "2147483647, 4",
    "-2147483648, 4",
    "2147483648, 8",
    "-9223372036854775808, 8",
    "9223372036854775807, 8"
  })
  void wholes(long value, int width) {
    check(AttributeType.INT, value, width);
  }

  private static void check(AttributeType type, long bits, int width) {
    assertThat(NumberColumn.width(type, bits)).isEqualTo(width);
    for (int wide = width; wide <= Long.BYTES; wide *= 2) {
      if (wide != Short.BYTES) {
        Object column = NumberColumn.create(wide, 3);
        assertThat(NumberColumn.width(column)).isEqualTo(wide);
        NumberColumn.set(type, column, 1, bits);
        assertThat(NumberColumn.get(type, column, 1)).isEqualTo(bits);
      }
    }
  }

  @Test
  @DisplayName("gives back what any double was, also once it is copied to a wider one")
  void exact() {
    Random random = new Random(1);
    Object ints = NumberColumn.create(Integer.BYTES, 1);
    Object longs = NumberColumn.create(Long.BYTES, 1);
    for (int i = 0; i < 100_000; i++) {
      double value = random.nextInt() / 100.0;
      long bits = Double.doubleToRawLongBits(random.nextInt(4) == 0 ? Math.nextUp(value) : value);
      if (NumberColumn.width(AttributeType.DOUBLE, bits) <= Integer.BYTES) {
        NumberColumn.set(AttributeType.DOUBLE, ints, 0, bits);
        assertThat(NumberColumn.get(AttributeType.DOUBLE, ints, 0)).isEqualTo(bits);
        NumberColumn.copy(AttributeType.DOUBLE, ints, 0, longs, 0, 1);
      } else {
        NumberColumn.set(AttributeType.DOUBLE, longs, 0, bits);
      }
      assertThat(NumberColumn.get(AttributeType.DOUBLE, longs, 0)).isEqualTo(bits);
    }
  }
}
