package dev.kith.features.review;

import dev.kith.features.evaluation.ReadMeter;
import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;

/** Counts the elements that one evaluation touches, and ends it when it is enough. One thread. */
final class Touched implements ReadMeter {

  /** Ends an evaluation. */
  static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EnoughException() {
      super(null, null, false, false);
    }
  }

  private final long most;
  private final BooleanSupplier stop;
  private final Map<Step, IntOpenHashSet> read = new HashMap<>();
  private long elements = 1; // the asked node's row

  /**
   * @param most elements after which the evaluation is ended
   * @param stop asked again and again whether to end it
   */
  Touched(long most, BooleanSupplier stop) {
    this.most = most;
    this.stop = stop;
  }

  long elements() {
    return elements;
  }

  @Override
  public void row(NodeType type, int node) {
    add(1);
  }

  @Override
  public void edges(Step step, int node, Kept kept) {
    if (read.computeIfAbsent(step, s -> new IntOpenHashSet()).add(node)) {
      if (stop.getAsBoolean()) {
        throw new EnoughException();
      }
      add(kept.size());
    }
  }

  private void add(long more) {
    elements += more;
    if (elements > most) {
      throw new EnoughException();
    }
  }
}
