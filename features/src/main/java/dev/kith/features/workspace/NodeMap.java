package dev.kith.features.workspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What is known of nodes of one type. Not thread-safe.
 *
 * <p>The array of the values is a new one each time: to put an object into one that has been there
 * for long costs a memory fence with G1, and the processor then waits for each access to memory by
 * itself.
 */
public final class NodeMap<V> {
  private static final int FIRST_LENGTH = 256;
  private static final @Nullable Object[] NOTHING = {};

  private final NodeIndex nodes = new NodeIndex();
  private @Nullable Object[] values = NOTHING;

  /** Forgets all. */
  public void clear() {
    values = NOTHING;
    nodes.clear();
  }

  /** Where what is known of a node stands; there is nothing yet if it was not asked for before. */
  public int place(int node) {
    int place = nodes.meet(node);
    if (place >= values.length) {
      values = Arrays.copyOf(values, Math.max(FIRST_LENGTH, 2 * place));
    }
    return place;
  }

  /** What stands at a place; null if there is nothing yet. */
  @SuppressWarnings("unchecked") // only values are put there
  public @Nullable V get(int place) {
    return (V) values[place];
  }

  public void put(int place, V value) {
    values[place] = value;
  }
}
