package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import java.util.function.Function;

/** The graph around the asked node, in one evaluation. Not thread-safe. */
public interface Ego {

  /** The asked node. */
  int self();

  /** The time of the evaluation, in epoch microseconds. */
  long now();

  /**
   * The edges of a node along a step of a path that the operation reads. They may lead back to the
   * asked node.
   *
   * @param node the asked node, or one that the path leads to before that step
   */
  Kept edges(Step step, int node);

  /**
   * What several operations need, made once an evaluation.
   *
   * @param key equal only for what is the same: a record of all that it is made from
   */
  <K, V> V shared(K key, Function<K, V> make);
}
