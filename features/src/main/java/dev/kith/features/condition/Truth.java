package dev.kith.features.condition;

/**
 * What a condition comes to in CEL: true, false, or an error (a missing value above all). {@code
 * &&} and {@code ||} absorb an error where the other side decides, so this is Kleene's logic, in
 * which "and" is the least and "or" the greatest of two values in this order.
 */
enum Truth {
  FALSE,
  ERROR,
  TRUE;

  static Truth of(boolean value) {
    return value ? TRUE : FALSE;
  }

  Truth and(Truth other) {
    return compareTo(other) <= 0 ? this : other;
  }

  Truth or(Truth other) {
    return compareTo(other) >= 0 ? this : other;
  }

  Truth not() {
    return switch (this) {
      case FALSE -> TRUE;
      case ERROR -> ERROR;
      case TRUE -> FALSE;
    };
  }
}
