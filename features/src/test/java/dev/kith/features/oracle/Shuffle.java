package dev.kith.features.oracle;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;

/** Mixes what may come in any order with what may not. */
final class Shuffle {

  private Shuffle() {}

  /** A random order in which those of the same group stay in the order that they have. */
  static <T> List<T> keepingOrder(List<T> items, Function<T, Object> group, Random random) {
    Map<Object, Deque<T>> groups = new LinkedHashMap<>();
    items.forEach(i -> groups.computeIfAbsent(group.apply(i), g -> new ArrayDeque<>()).add(i));
    List<Deque<T>> waiting = new ArrayList<>(groups.values());
    List<T> out = new ArrayList<>();
    while (!waiting.isEmpty()) {
      int next = random.nextInt(waiting.size());
      // a few at once, so that changes of one group sometimes stand next to each other
      for (int i = random.nextInt(3); i >= 0 && !waiting.get(next).isEmpty(); i--) {
        out.add(waiting.get(next).remove());
      }
      if (waiting.get(next).isEmpty()) {
        waiting.remove(next);
      }
    }
    return out;
  }
}
