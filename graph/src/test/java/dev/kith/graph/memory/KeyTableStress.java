package dev.kith.graph.memory;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.stream.IntStream;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/** What a reader finds in a {@link KeyTable} beside its writer. See {@link StressTest}. */
final class KeyTableStress {
  /** So many that segments of the index are copied and split and its directory doubles, twice. */
  private static final int KEYS = 30;

  private static final int STAYING = 2;

  /** Every other one with chars beyond Latin-1. */
  private static final String[] KEY =
      IntStream.range(0, 2 * KEYS)
          .mapToObj(i -> i % 2 == 0 ? "key" + i : "κλειδί" + i)
          .toArray(String[]::new);

  private KeyTableStress() {}

  private static KeyTable table(int keys) {
    KeyTable table = new KeyTable(true, 4, 8);
    for (int i = 0; i < keys; i++) {
      table.add(KEY[i]);
    }
    return table;
  }

  private static void addKeys(KeyTable table) {
    for (int i = STAYING; i < KEYS; i++) {
      table.add(KEY[i]);
    }
  }

  private static boolean hasStaying(KeyTable table) {
    return table.find(KEY[0]) == 0 && table.find(KEY[1]) == 1;
  }

  private static int next(int key) {
    return key == KEYS - 1 ? STAYING : key + 1;
  }

  /** Whether a key has that number or none. */
  private static boolean isOrIsNot(KeyTable table, int key, int number) {
    int found = table.find(KEY[key]);
    return found == KeyTable.NONE || found == number;
  }

  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "finds what stays")
  @Outcome(expect = FORBIDDEN, desc = "a key that stays was missed, or taken for another")
  @State
  public static class Growing {
    private final KeyTable table = table(STAYING);

    @Actor
    public void write() {
      addKeys(table);
    }

    @Actor
    public void read(Z_Result r) {
      r.r1 = true;
      while (table.limit() < KEYS) {
        r.r1 &= hasStaying(table);
      }
    }
  }

  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "whole, and with its number")
  @Outcome(expect = FORBIDDEN, desc = "torn, or with the number of another")
  @State
  public static class Naming {
    private final KeyTable table = table(STAYING);

    @Actor
    public void write() {
      addKeys(table);
    }

    @Actor
    public void read(ZZ_Result r) {
      r.r1 = true;
      r.r2 = true;
      int last;
      do {
        last = table.limit() - 1;
        String key = table.key(last);
        r.r1 &= key.isEmpty() || key.equals(KEY[last]);
        r.r2 &= isOrIsNot(table, last, last);
      } while (last < KEYS - 1);
    }
  }

  /** Keys go, so that segments are copied to smaller ones, and others get their numbers. */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "finds what stays, and nothing else")
  @Outcome(expect = FORBIDDEN, desc = "a key that stays was missed, or one is taken for another")
  @State
  public static class Shrinking {
    private final KeyTable table = table(KEYS);

    @Actor
    public void write() {
      for (int i = STAYING; i < KEYS; i++) {
        table.remove(i);
      }
      for (int i = STAYING; i < KEYS; i++) {
        table.add(KEY[KEYS + i]);
      }
    }

    @Actor
    public void read(ZZ_Result r) {
      r.r1 = true;
      r.r2 = true;
      for (int i = STAYING; table.find(KEY[2 * KEYS - 1]) == KeyTable.NONE; i = next(i)) {
        r.r1 &= hasStaying(table);
        String key = table.key(i);
        r.r2 &= key.isEmpty() || key.equals(KEY[i]) || key.equals(KEY[KEYS + i]);
        r.r2 &= isOrIsNot(table, i, i) && isOrIsNot(table, KEYS + i, i);
      }
    }
  }
}
