package dev.kith.graph.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** What to write instead of a name that is not known. */
public final class Suggestion {

  private Suggestion() {}

  /**
   * A sentence that names the known name which is likely meant, or else all of them.
   *
   * @param name what was written
   * @param known what could have been written
   */
  public static String of(String name, Collection<String> known) {
    return nearest(name, known)
        .map(nearest -> "Did you mean '" + nearest + "'?")
        .orElseGet(
            () ->
                known.isEmpty()
                    ? "Nothing can stand here"
                    : "Known here: " + String.join(", ", known));
  }

  /** The known name that is likely meant: the one with the fewest letters to change, if few. */
  public static Optional<String> nearest(String name, Collection<String> known) {
    String written = name.toLowerCase(Locale.ROOT);
    Optional<String> nearest = Optional.empty();
    int best = 1 + Math.max(1, name.length() / 3); // a typo changes few of a name's letters
    for (String candidate : known) {
      if (Math.abs(written.length() - candidate.length()) >= best) {
        continue; // at least so many letters are to change; and a name may have millions
      }
      int distance = distance(written, candidate.toLowerCase(Locale.ROOT));
      if (distance < best) {
        best = distance;
        nearest = Optional.of(candidate);
      }
    }
    return nearest;
  }

  /** Letters to insert, remove, replace, or swap with the next, to make one the other. */
  private static int distance(String a, String b) {
    int[][] d = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          d[i][j] = i + j;
          continue;
        }
        int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
        d[i][j] = Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
        if (swapped) {
          d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
        }
      }
    }
    return d[a.length()][b.length()];
  }
}
