package dev.kith.serving.turn;

/** What waits for its turn. Exactly one of {@link #run} and {@link #refuse} is called, once. */
public interface Task {

  /**
   * Who wants it; equal for the same. What one caller wants does not make another's wait longer.
   */
  Object caller();

  /** Its turn has come. */
  void run();

  /** It will have none. Called by any thread, which must not be held up. */
  void refuse(Refusal why);
}
