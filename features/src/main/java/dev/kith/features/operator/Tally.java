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
 * innermost loop of the catalogue, and waits for memory: an entry has two bytes, so that more of a
 * large graph's are near the processor. More lists than that can count are counted in a hash table.
 */
final class Tally {
  /** So many lists the array can count, and is not cleared more often than for each fourth user. */
  static final int MOST_LISTS = Character.MAX_VALUE / 8 - 2;

  private static final int FIRST_LENGTH = 1 << 10;

  /** So many neighbours come from memory at once. */
  private static final int NEAR = 16;

  private char[] entries = new char[FIRST_LENGTH];
  private int base;
  private int highest;

  /** Nodes with lower numbers are in the array. */
  private int dense = NodeIndex.DENSE;

  /** The other nodes, without the base. */
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
   * @param base from which entries count; more than 0, and of two bytes
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
    boolean many = lists > MOST_LISTS;
    dense = many ? 0 : NodeIndex.DENSE;
    highest = many ? 0 : 2 * lists + 2;
    if (base > Character.MAX_VALUE - highest) {
      Arrays.fill(entries, (char) 0);
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
        entries[node] = (char) (base + 1);
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
    char[] counts = entries;
    int inArray = Math.min(dense, counts.length);
    int zero = base;
    int newNodes = 0;
    long newPairs = 0;
    for (int i = edges.from(); i < edges.end(); i++) {
      int node = edges.neighbour(i);
      if (node >= inArray) {
        reach(node);
        counts = entries;
        inArray = Math.min(dense, counts.length);
      }
      if (node != except) {
        int before;
        if (node < inArray) {
          int entry = Math.max(counts[node], zero);
          counts[node] = (char) (entry + 2);
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

  private boolean isFar(int node) {
    return node >= dense;
  }
}
