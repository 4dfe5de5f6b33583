package dev.kith.serving.turn;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that wait, in a line a caller: the callers have their turns one after the other, and the
 * tasks of one caller in the order in which they came. One thread at a time.
 *
 * <p>Lines are short-lived, since most of the time nobody waits: the last one that became empty is
 * used again.
 */
final class FairQueue {

  /** A task that waits, and since when, as {@link System#nanoTime} tells it. */
  record Waiting(Task task, long since) {}

  private record Line(ArrayDeque<Waiting> tasks) {}

  private final Map<Object, Line> lines = new HashMap<>();

  /** Whose turn is next, and so on; each has tasks. */
  private final ArrayDeque<Line> turns = new ArrayDeque<>();

  private Line spare = new Line(new ArrayDeque<>());
  private int size;

  int size() {
    return size;
  }

  /** Adds one at the end of its caller's line. */
  void add(Waiting one) {
    Line line = lines.get(one.task().caller());
    if (line == null) {
      line = spare.tasks().isEmpty() ? spare : new Line(new ArrayDeque<>());
      lines.put(one.task().caller(), line);
      turns.add(line);
    }
    line.tasks().add(one);
    size++;
  }

  /**
   * Adds one in place of the last in the longest line, if that is longer than this one's with it.
   *
   * @return who has no place now, maybe the one that was to be added
   */
  Waiting addInPlace(Waiting one) {
    Line own = lines.get(one.task().caller());
    int length = own == null ? 1 : own.tasks().size() + 1;
    // Most of those that come too many are of who has most: no need to look at all lines then.
    if ((long) length * turns.size() > size) {
      return one;
    }
    Line longest = turns.getFirst();
    for (Line line : turns) {
      longest = line.tasks().size() > longest.tasks().size() ? line : longest;
    }
    if (longest.tasks().size() <= length) {
      return one;
    }
    Waiting last = longest.tasks().removeLast();
    size--;
    add(one);
    return last;
  }

  /** Whose turn it is; null if nobody waits. */
  @Nullable Waiting poll() {
    Line line = turns.poll();
    if (line == null) {
      return null;
    }
    Waiting next = line.tasks().remove();
    size--;
    if (line.tasks().isEmpty()) {
      lines.remove(next.task().caller());
      spare = line;
    } else {
      turns.add(line);
    }
    return next;
  }
}
