package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.function.Function;
import java.util.function.Supplier;

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

  /** The edges of these nodes along a step are asked for next: it is faster if that is known. */
  void touch(Step step, IntArrayList nodes);

  /**
   * What several operations need, made once an evaluation.
   *
   * @param key equal only for what is the same: a record of all that it is made from
   */
  <K, V> V shared(K key, Function<K, V> make);

  /**
   * Memory that is used by one evaluation after the other, and in one by whoever asks for it last.
   * Who asks clears it.
   */
  <T> T reused(Class<T> type, Supplier<T> make);
}
