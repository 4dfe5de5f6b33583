package dev.kith.serving.turn;

/** Why a task has no turn. */
public enum Refusal {
  /**
   * As many wait as can have their turn in time, and its caller has no fewer of them than others.
   */
  FULL,
  /** It gave way to a caller who has fewer waiting. */
  DISPLACED,
  /** Its turn came too late. */
  LATE
}
