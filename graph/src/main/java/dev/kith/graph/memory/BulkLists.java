package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import it.unimi.dsi.fastutil.ints.IntArrays;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The lists of all nodes along one hop, made at once: the ends of the edges are counted, laid out
 * node by node, and each node's are put in order. On all processors.
 */
final class BulkLists {
  /** So many nodes are one piece of work. */
  private static final int SLICE = 1024;

  private final EdgeRecords edges;
  private final KeyTable keys;

  /** By node, where its places begin; one more at the end. */
  private final int[] starts;

  private final int[] places;

  /**
   * @param keys of {@link Adjacency#edge}, by which edges of one time are ordered
   * @param nodes all nodes are below this
   * @param atSource whether the ends at the sources count
   * @param atTarget whether those at the targets do; of an edge from a node to itself one counts
   */
  BulkLists(EdgeRecords edges, KeyTable keys, int nodes, boolean atSource, boolean atTarget) {
    this.edges = edges;
    this.keys = keys;
    this.starts = new int[nodes + 1];
    for (int edge = 0; edge < edges.limit(); edge++) {
      if (edges.isThere(edge)) {
        if (atSource) {
          starts[edges.from(edge) + 1]++;
        }
        if (atTarget && !(atSource && edges.from(edge) == edges.to(edge))) {
          starts[edges.to(edge) + 1]++;
        }
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    this.places = new int[starts[nodes]];
    int[] next = Arrays.copyOf(starts, nodes);
    for (int edge = 0; edge < edges.limit(); edge++) {
      if (edges.isThere(edge)) {
        if (atSource) {
          places[next[edges.from(edge)]++] = 2 * edge;
        }
        if (atTarget && !(atSource && edges.from(edge) == edges.to(edge))) {
          places[next[edges.to(edge)]++] = 2 * edge + 1;
        }
      }
    }
  }

  /**
   * By node its list, or null if it has no edges.
   *
   * @param empty a list of their type
   */
  @Nullable Adjacency[] lists(Adjacency empty) {
    int nodes = starts.length - 1;
    @Nullable Adjacency[] lists = new @Nullable Adjacency[nodes];
    IntStream.range(0, (nodes + SLICE - 1) / SLICE)
        .parallel()
        .forEach(
            slice -> {
              int end = Math.min(nodes, (slice + 1) * SLICE);
              for (int node = slice * SLICE; node < end; node++) {
                if (starts[node] < starts[node + 1]) {
                  sort(starts[node], starts[node + 1]);
                  lists[node] = empty.of(edges, places, starts[node], starts[node + 1]);
                }
              }
            });
    return lists;
  }

  /** Puts the places of a node in the order of a list. */
  private void sort(int start, int end) {
    int size = end - start;
    long[] order = new long[size];
    long least = Long.MAX_VALUE;
    long most = Long.MIN_VALUE;
    for (int i = 0; i < size; i++) {
      order[i] = edges.time(places[start + i]);
      least = Math.min(least, order[i]);
      most = Math.max(most, order[i]);
    }
    int bits = Integer.SIZE - Integer.numberOfLeadingZeros(size);
    if (most - least < 0 || (most - least) >>> (Long.SIZE - 1 - bits) != 0) {
      IntArrays.mergeSort(places, start, end, this::compare);
      return;
    }
    for (int i = 0; i < size; i++) { // the time, then where it stood
      order[i] = (order[i] - least) << bits | i;
    }
    Arrays.sort(order);
    int[] before = Arrays.copyOfRange(places, start, end);
    for (int i = 0; i < size; i++) {
      places[start + i] = before[(int) order[i] & ((1 << bits) - 1)];
    }
    for (int i = 0; i < size; i++) { // those of one time
      int first = i;
      while (i + 1 < size && order[i + 1] >>> bits == order[first] >>> bits) {
        i++;
      }
      if (first < i) {
        IntArrays.mergeSort(places, start + first, start + i + 1, this::compare);
      }
    }
  }

  private int compare(int place, int other) {
    int byTime = Long.compare(edges.time(place), edges.time(other));
    return byTime == 0 ? keys.compare(edges.number(place), edges.number(other)) : byTime;
  }
}
