package dev.kith.features.exact;

/**
 * A sum of numbers without rounding until its value is asked for; so it does not depend on the
 * order in which they were added, and is the double nearest to the true sum (or mean).
 *
 * <p>A fixed-point number wide enough for every double, in digits of 32 bits, each in a long of its
 * own so that no carry has to be passed on while adding: a "small superaccumulator" (Radford M.
 * Neal, "Fast Exact Summation Using Small and Large Superaccumulators", arXiv:1505.05571). Carries
 * are passed on every {@value #CARRY_EVERY} numbers; only 2<sup>31</sup> could overflow a long that
 * takes 32 bits of each. Not thread-safe.
 */
public final class ExactSum {
  private static final int DIGIT_BITS = 32;
  private static final long DIGIT = 0xFFFF_FFFFL;

  /** Digits below the least bit of a double: what a mean of up to 2^31 numbers may need. */
  private static final int SPARE = 2;

  /** The bit of the least double, 2^-1074. */
  private static final int LEAST_BIT = SPARE * DIGIT_BITS;

  private static final int LEAST_EXPONENT = -1074;

  /** 2098 bits of a double's range, 31 of carries, and the spare ones. */
  private static final int DIGITS = SPARE + 67;

  /**
   * So many digits under the highest of a quotient are looked at: the first may be 0, two or three
   * hold the bits of a double and the next, one is spare.
   */
  private static final int DIGITS_OF_A_QUOTIENT = 5;

  private static final int MANTISSA_BITS = 52;
  private static final int EXPONENT_MASK = 0x7FF;

  private static final int CARRY_EVERY = 1 << 20;

  /** None until the first number. */
  private long[] digits = {};

  /** All digits below are 0. */
  private int lowest = DIGITS;

  /** All digits above are 0, until carries are passed on. */
  private int highest = -1;

  /** The sum of what has no digits: infinities. */
  private double notFinite;

  private int count;

  /** Numbers that were added or removed since carries were passed on. */
  private int uncarried;

  /** Adds a double. At most 2^31 - 1 numbers may be in the sum at a time. */
  public void add(double value) {
    count++;
    long bits = Double.doubleToRawLongBits(value);
    int exponent = (int) (bits >>> MANTISSA_BITS) & EXPONENT_MASK;
    long mantissa = bits & ((1L << MANTISSA_BITS) - 1);
    if (exponent == EXPONENT_MASK) {
      notFinite += value;
      return;
    }
    if (exponent == 0) {
      exponent = 1; // subnormal: the same position, and no leading bit
    } else {
      mantissa |= 1L << MANTISSA_BITS;
    }
    add(bits >> 63, mantissa, LEAST_BIT + exponent - 1);
  }

  /** Takes a finite double out again that was added. What is left is as if it never had been. */
  public void remove(double value) {
    add(-value);
    count -= 2;
  }

  /** Adds an integer. */
  public void add(long value) {
    count++;
    add(value >> 63, Math.abs(value), LEAST_BIT - LEAST_EXPONENT);
  }

  /**
   * @param sign 0, or -1 for a negative number
   * @param magnitude unsigned
   * @param position the bit where it starts
   */
  private void add(long sign, long magnitude, int position) {
    if (digits.length == 0) {
      digits = new long[DIGITS];
    }
    int digit = position / DIGIT_BITS;
    int shift = position % DIGIT_BITS;
    long low = (magnitude << shift) & DIGIT;
    long middle = (magnitude >>> (DIGIT_BITS - shift)) & DIGIT;
    long high = (magnitude >>> 1) >>> (63 - shift);
    digits[digit] += (low ^ sign) - sign;
    digits[digit + 1] += (middle ^ sign) - sign;
    digits[digit + 2] += (high ^ sign) - sign;
    lowest = Math.min(lowest, digit);
    highest = Math.max(highest, digit + 2);
    if (++uncarried == CARRY_EVERY) {
      passCarriesOn();
      uncarried = 0;
    }
  }

  /** Brings every digit but the last, which has the sign, into its range. */
  private void passCarriesOn() {
    for (int i = 0; i < DIGITS - 1; i++) {
      digits[i + 1] += digits[i] >> DIGIT_BITS;
      digits[i] &= DIGIT;
    }
    highest = DIGITS - 1;
  }

  /** How many numbers are in the sum. */
  public int count() {
    return count;
  }

  /** The double nearest to the sum, ties to even. An overflow is an infinity, as IEEE 754 says. */
  public double sum() {
    return quotient(1);
  }

  /** The double nearest to the mean, ties to even; NaN if nothing was added. */
  public double mean() {
    return count == 0 ? Double.NaN : quotient(count);
  }

  private double quotient(int divisor) {
    if (notFinite != 0 || Double.isNaN(notFinite)) {
      return notFinite;
    }
    if (digits.length == 0) {
      return 0;
    }
    long[] magnitude = digits.clone();
    boolean negative = carry(magnitude) < 0;
    if (negative) {
      for (int i = 0; i < DIGITS; i++) {
        magnitude[i] = -digits[i];
      }
      carry(magnitude);
    }
    boolean inexact = divide(magnitude, divisor);
    double value = round(magnitude, inexact);
    return negative ? -value : value;
  }

  /** Brings every digit into its range, and returns what is carried out of the last. */
  private long carry(long[] digits) {
    long carried = 0;
    for (int i = lowest; i < DIGITS && (i <= highest || carried != 0); i++) {
      long value = digits[i] + carried;
      digits[i] = value & DIGIT;
      carried = value >> DIGIT_BITS;
    }
    return carried;
  }

  /**
   * Divides in place, as far as a double needs it, and says whether something is left that is not
   * in the digits.
   */
  private boolean divide(long[] digits, int divisor) {
    if (divisor == 1) {
      return false;
    }
    int top = top(digits);
    int last = Math.max(0, Math.min(lowest, top - DIGITS_OF_A_QUOTIENT));
    long remainder = 0;
    for (int i = top; i >= last; i--) {
      long value = (remainder << DIGIT_BITS) | digits[i];
      digits[i] = value / divisor;
      remainder = value % divisor;
    }
    return remainder != 0;
  }

  /** The highest digit that is not 0; -1 if all are. */
  private static int top(long[] digits) {
    int top = DIGITS - 1;
    while (top >= 0 && digits[top] == 0) {
      top--;
    }
    return top;
  }

  /**
   * @param inexact whether the true value is a little greater than the digits
   */
  private static double round(long[] digits, boolean inexact) {
    int top = top(digits);
    if (top < 0) {
      return 0;
    }
    int topBit = top * DIGIT_BITS + (63 - Long.numberOfLeadingZeros(digits[top]));
    int lastBit = Math.max(topBit - MANTISSA_BITS, LEAST_BIT);
    long mantissa = bits(digits, lastBit, MANTISSA_BITS + 1);
    boolean half = bits(digits, lastBit - 1, 1) != 0;
    if (half && (inexact || (mantissa & 1) != 0 || anyBelow(digits, lastBit - 1))) {
      mantissa++;
    }
    return Math.scalb((double) mantissa, lastBit - LEAST_BIT + LEAST_EXPONENT);
  }

  /** The {@code length} bits (up to 64) from bit {@code from} upwards. */
  private static long bits(long[] digits, int from, int length) {
    int digit = from / DIGIT_BITS;
    int shift = from % DIGIT_BITS;
    long value = digits[digit] >>> shift;
    for (int i = 1; i <= 2 && digit + i < DIGITS; i++) {
      int at = i * DIGIT_BITS - shift;
      if (at < 64) {
        value |= digits[digit + i] << at;
      }
    }
    return length == 64 ? value : value & ((1L << length) - 1);
  }

  private static boolean anyBelow(long[] digits, int bit) {
    int digit = bit / DIGIT_BITS;
    for (int i = 0; i < digit; i++) {
      if (digits[i] != 0) {
        return true;
      }
    }
    return (digits[digit] & ((1L << (bit % DIGIT_BITS)) - 1)) != 0;
  }
}
