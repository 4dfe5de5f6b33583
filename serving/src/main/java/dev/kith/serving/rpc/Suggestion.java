package dev.kith.serving.rpc;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What somebody who wrote an unknown name may have meant. */
final class Suggestion {

  private Suggestion() {}

  /** The known name with the fewest letters to change, if it is fewer than half of them. */
  static Optional<String> nearest(String name, Collection<String> known) {
    int longest = known.stream().mapToInt(String::length).max().orElse(0);
    if (name.length() > 2 * longest) {
      return Optional.empty();
    }
    return known.stream()
        .min(Comparator.comparingInt(candidate -> distance(name, candidate)))
        .filter(candidate -> 2 * distance(name, candidate) < candidate.length());
  }

  /** Levenshtein's distance: letters inserted, removed or replaced. */
  static int distance(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}
