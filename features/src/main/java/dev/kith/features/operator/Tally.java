package dev.kith.features.operator;

import dev.kith.features.path.Kept;
import dev.kith.features.workspace.NodeIndex;
import it.unimi.dsi.fastutil.ints.Int2IntOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.Arrays;

/**
 * Counts how many lists lead to each node, some of which are marked. Not thread-safe.
 *
 * <p>An array by the number of the node, as in {@link NodeIndex}: twice the count, and one more if
 * the node is marked, above a base that is higher than all that was there before. This is the
 * innermost loop of the catalogue.
 */
final class Tally {
  private static final int FIRST_LENGTH = 1 << 10;

  /** So many neighbours come from memory at once. */
  private static final int NEAR = 16;

  private int[] entries = new int[FIRST_LENGTH];
  private int base;
  private int highest;

  /** Nodes with numbers too high for the array, without the base. */
  private final Int2IntOpenHashMap others = new Int2IntOpenHashMap();

  /** Nobody asks for it: it is there so that {@link #touch} is not taken for doing nothing. */
  @SuppressWarnings("unused")
  private int touched;

  private long unmarked;
  private long pairs;

  Tally() {
    this(1);
  }

  /**
   * @param base from which entries count; more than 0
   */
  Tally(int base) {
    this.base = base;
  }

  /** What is done with a marked node. */
  interface Marked {
    void met(int node);
  }

  /**
   * Begins anew.
   *
   * @param marked different nodes
   * @param lists so many are shown at most
   */
  void clear(IntArrayList marked, int lists) {
    base += highest;
    highest = Math.addExact(Math.multiplyExact(2, lists), 2);
    if (base > Integer.MAX_VALUE - highest) {
      Arrays.fill(entries, 0);
      base = 1;
    }
    others.clear();
    unmarked = 0;
    pairs = 0;
    for (int i = 0; i < marked.size(); i++) {
      int node = marked.getInt(i);
      if (isFar(node)) {
        others.put(node, 1);
      } else {
        reach(node);
        entries[node] = base + 1;
      }
    }
  }

  /**
   * Looks through a list that is shown later. Done with all before the first is shown, the
   * processor waits for memory once for several.
   */
  void touch(Kept edges) {
    int sum = 0;
    for (int i = edges.from(); i < edges.end(); i += NEAR) {
      sum += edges.neighbour(i);
    }
    touched += sum;
  }

  /** Meets the nodes of a list, in which each is once, but one. */
  void meet(Kept edges, int except, Marked visitor) {
    int[] counts = entries;
    int zero = base;
    int newNodes = 0;
    long newPairs = 0;
    for (int i = edges.from(); i < edges.end(); i++) {
      int node = edges.neighbour(i);
      if (node >= counts.length) {
        reach(node);
        counts = entries;
      }
      if (node != except) {
        int before;
        if (node < counts.length) {
          int entry = Math.max(counts[node], zero);
          counts[node] = entry + 2;
          before = entry - zero;
        } else {
          before = others.addTo(node, 2);
        }
        newNodes +=
            (before - 1) >>> 31; // 1 if it is 0; without a branch, which nobody could foretell
        newPairs += before >> 1;
        if ((before & 1) != 0) {
          visitor.met(node);
        }
      }
    }
    unmarked += newNodes;
    pairs += newPairs;
  }

  /** How many different nodes were met that are not marked. */
  long unmarked() {
    return unmarked;
  }

  /** In how many ways two meetings of the same node can be picked. */
  long pairs() {
    return pairs;
  }

  private void reach(int node) {
    if (node >= entries.length && !isFar(node)) {
      entries = Arrays.copyOf(entries, Integer.highestOneBit(node) << 1);
    }
  }

  private static boolean isFar(int node) {
    return node >= NodeIndex.DENSE;
  }
}
