package dev.kith.features.oracle;

import java.math.BigDecimal;
import java.math.MathContext;

/** Arithmetic that rounds once. */
final class Exact {
  /** Far more digits than a double has. */
  private static final MathContext DIGITS = new MathContext(200);

  private Exact() {}

  /** The double nearest to the exact quotient. */
  static double quotient(BigDecimal dividend, long divisor) {
    return dividend.divide(new BigDecimal(divisor), DIGITS).doubleValue();
  }
}
