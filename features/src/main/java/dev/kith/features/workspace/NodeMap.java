package dev.kith.features.workspace;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is known of nodes of one type. Not thread-safe. */
public final class NodeMap<V> {
  /** More values than these are not kept room for. */
  private static final int KEPT = 4096;

  private final NodeIndex nodes = new NodeIndex();
  private @Nullable Object[] values = {};

  /** Forgets all. */
  public void clear() {
    if (values.length > KEPT) {
      values = new @Nullable Object[0];
    } else {
      Arrays.fill(values, 0, nodes.size(), null);
    }
    nodes.clear();
  }

  /** Where what is known of a node stands; there is nothing yet if it was not asked for before. */
  public int place(int node) {
    int place = nodes.meet(node);
    if (place >= values.length) {
      values = Arrays.copyOf(values, Math.max(64, 2 * place));
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
