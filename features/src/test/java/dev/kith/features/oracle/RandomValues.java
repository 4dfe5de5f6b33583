package dev.kith.features.oracle;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Values as they occur, and those at which mistakes show: at the edges, odd, missing, equal. */
final class RandomValues {
  private static final long SECOND = 1_000_000;
  private static final long HOUR = 3_600 * SECOND;
  private static final long DAY = 24 * HOUR;

  /** The windows of the catalogue, and none. */
  private static final List<Long> WINDOWS = List.of(0L, HOUR, DAY, 7 * DAY, 30 * DAY);

  /** At an edge, and one microsecond and one millisecond to either side. */
  private static final List<Long> NUDGES = List.of(-1_000L, -1L, 0L, 1L, 1_000L);

  /** What a careless join, quote, escape, sort or parser would trip over. */
  private static final List<String> ODD_KEYS =
      List.of(
          "a",
          "a/a",
          "a/a/a",
          "a%2Fa",
          "a%252Fa",
          "%",
          "/",
          " ",
          " a",
          "a ",
          "A",
          "\"",
          "\\",
          "\\n",
          "\n",
          "a\tb",
          "null",
          "0",
          "-1",
          "0x1",
          "_:a",
          "uid(a)",
          "<a>",
          "$a",
          "{a}",
          "a,b",
          "é",
          "e\u0301",
          "日本",
          "k".repeat(512));

  /** Of which the first is smaller by code points, the second by UTF-16 units. */
  private static final List<String> HIGH_KEYS = List.of("～", "😀");

  private static final List<String> TEXTS =
      List.of("Berlin", "berlin", "Zürich", "", " ", "\"\\", "日本", "a\nb");

  private static final List<String> AMOUNTS =
      List.of("0.00", "0.10", "0.20", "0.30", "0.70", "99.99", "100.00", "100.01", "-5.00");

  private final Random random;
  private final long now;
  private final List<Long> shared = new ArrayList<>();
  private final boolean clustered;

  /**
   * @param now the time, in epoch microseconds, at whose windows' edges times are put
   */
  RandomValues(Random random, long now) {
    this.random = random;
    this.now = now;
    for (int i = 0; i < 3; i++) {
      shared.add(now - random.nextLong(2 * DAY));
    }
    clustered = random.nextInt(3) == 0;
  }

  /** Whether most times are at the same few, or a window away from them. */
  boolean isClustered() {
    return clustered;
  }

  /** Distinct keys; some plain ({@code u1}), some odd. */
  List<String> keys(String prefix, int count) {
    List<String> odd = new ArrayList<>(ODD_KEYS);
    Collections.shuffle(odd, random);
    odd.addAll(random.nextInt(odd.size()), HIGH_KEYS);
    boolean high = random.nextInt(6) == 0;
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String plain = (high ? pick(HIGH_KEYS) : "") + prefix + i;
      keys.add(random.nextBoolean() && i < odd.size() ? odd.get(i) : plain);
    }
    return keys;
  }

  @Nullable Integer integer() {
    return switch (random.nextInt(10)) {
      case 0, 1 -> null;
      case 2 -> 0;
      case 3 -> random.nextInt();
      default -> 18 + random.nextInt(60);
    };
  }

  @Nullable String text() {
    return random.nextInt(5) == 0
        ? null
        : pick(TEXTS.subList(0, random.nextBoolean() ? 2 : TEXTS.size()));
  }

  @Nullable BigDecimal amount() {
    return switch (random.nextInt(8)) {
      case 0 -> null;
      case 1, 2, 3 -> new BigDecimal(pick(AMOUNTS));
      case 4 -> BigDecimal.valueOf(random.nextLong(1_000_000_000_000L), 2);
      default -> BigDecimal.valueOf(random.nextLong(30_000L), 2);
    };
  }

  /** In epoch microseconds. */
  @Nullable Long time() {
    if (clustered && random.nextInt(4) > 0) {
      return random.nextInt(6) == 0 ? null : aboutShared();
    }
    return switch (random.nextInt(12)) {
      case 0 -> null;
      case 1 -> now + random.nextLong(2 * DAY);
      case 2, 3, 4, 5 -> now - pick(WINDOWS) + pick(NUDGES);
      case 6, 7 -> aboutShared();
      case 8 -> now - random.nextLong(80 * 365 * DAY);
      default -> now - random.nextLong(40 * DAY);
    };
  }

  private long aboutShared() {
    long time = pick(shared);
    List<Long> windows = WINDOWS.subList(0, 4);
    long before = random.nextBoolean() ? 0 : pick(windows) + pick(windows);
    return time - before + (random.nextBoolean() ? 0 : pick(NUDGES));
  }

  /** A time at which something at {@code time} begins to exist, or drops out of a window. */
  long turningPoint(long time) {
    return time + pick(WINDOWS) + pick(NUDGES);
  }

  private <T> T pick(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }
}
