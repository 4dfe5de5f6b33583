package dev.kith.local.faults;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What is not as it should be.
 *
 * @param lost what should be there and is not
 * @param doubled what is there more than once
 * @param wrong what is there and should not be, or has another value
 */
record Findings(List<String> lost, List<String> doubled, List<String> wrong) {

  static Findings none() {
    return new Findings(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
  }

  boolean isEmpty() {
    return lost.isEmpty() && doubled.isEmpty() && wrong.isEmpty();
  }

  /** Compares two lists of things, each as often as it should be and as it is there. */
  <T> void compare(String where, List<T> expected, List<T> actual) {
    Map<T, Integer> surplus = new HashMap<>();
    actual.forEach(thing -> surplus.merge(thing, 1, Integer::sum));
    for (T thing : expected) {
      if (surplus.merge(thing, -1, Integer::sum) < 0) {
        lost.add(where + ": " + thing);
      }
    }
    List<T> known = List.copyOf(expected);
    surplus.forEach(
        (thing, count) -> {
          for (int i = 0; i < count; i++) {
            (known.contains(thing) ? doubled : wrong).add(where + ": " + thing);
          }
        });
  }

  /** Compares the values of things. */
  <K, V> void compare(String where, Map<K, V> expected, Map<K, V> actual) {
    expected.forEach(
        (key, value) -> {
          V other = actual.get(key);
          if (other == null) {
            lost.add(where + ": " + value);
          } else if (!other.equals(value)) {
            wrong.add(where + ": expected " + value + " but was " + other);
          }
        });
    actual.forEach(
        (key, value) -> {
          if (!expected.containsKey(key)) {
            wrong.add(where + ": not removed: " + value);
          }
        });
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder();
    add(out, "lost", lost);
    add(out, "doubled", doubled);
    add(out, "wrong", wrong);
    return out.isEmpty() ? "none" : out.toString();
  }

  private static void add(StringBuilder out, String kind, List<String> things) {
    if (!things.isEmpty()) {
      out.append("%s: %d, for instance:%n".formatted(kind, things.size()));
      things.stream().limit(5).forEach(thing -> out.append("  ").append(thing).append('\n'));
    }
  }
}
