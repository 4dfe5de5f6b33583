package dev.kith.serving;

/**
 * What serving is doing.
 *
 * @param ready whether a source can answer
 */
public record ServingStatus(Serving.State state, boolean ready) {
  /** What serving is called in {@code /status}. */
  public static final String NAME = "serving";
}
