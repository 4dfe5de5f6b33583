package dev.kith.graph.change;

/** The topics of Kith's own. */
public final class Topics {
  /** Compacted, keyed by element: it is the graph. See {@link ChangeCodec} for its records. */
  public static final String GRAPH_CHANGES = "kith.graph-changes";

  /** Records that could not be taken, with where they came from and why. */
  public static final String DEAD_LETTERS = "kith.dead-letters";

  /** Dead letters that are to be tried again. */
  public static final String REPLAYS = "kith.replays";

  private Topics() {}
}
