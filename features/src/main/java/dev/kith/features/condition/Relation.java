package dev.kith.features.condition;

import dev.cel.common.Operator;
import java.util.Optional;

/** How two values of one type may compare. */
enum Relation {
  EQUAL(0b010),
  NOT_EQUAL(0b101),
  LESS(0b001),
  LESS_OR_EQUAL(0b011),
  GREATER(0b100),
  GREATER_OR_EQUAL(0b110);

  /** A bit each for less, equal and greater. */
  private final int accepted;

  Relation(int accepted) {
    this.accepted = accepted;
  }

  /** The relation that a CEL operator states. */
  static Optional<Relation> of(Operator operator) {
    return switch (operator) {
      case EQUALS -> Optional.of(EQUAL);
      case NOT_EQUALS -> Optional.of(NOT_EQUAL);
      case LESS -> Optional.of(LESS);
      case LESS_EQUALS -> Optional.of(LESS_OR_EQUAL);
      case GREATER -> Optional.of(GREATER);
      case GREATER_EQUALS -> Optional.of(GREATER_OR_EQUAL);
      default -> Optional.empty();
    };
  }

  /** The relation of the right value to the left one. */
  Relation flipped() {
    return switch (this) {
      case EQUAL, NOT_EQUAL -> this;
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
    };
  }

  /**
   * Whether it is so for values that compare with this sign.
   *
   * @param sign as of {@link Comparable#compareTo}
   */
  Truth test(int sign) {
    int outcome = sign < 0 ? 0b001 : sign == 0 ? 0b010 : 0b100;
    return Truth.of((accepted & outcome) != 0);
  }
}
