package dev.kith.features.oracle;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * What happened in a small random shop, as Kafka delivers it. Within a row the order is that in
 * which things happened, except where a connector delivers a stretch again; between rows, and
 * between them and truncates, it is arbitrary. The same seed gives the same history.
 *
 * @param seed what it was made from
 * @param events in the order of delivery
 * @param users every key that occurs as a user's, as a stub's too
 * @param nows times at which to ask: at edges of windows, in epoch microseconds
 * @param source the rows in the shop's database at the end
 */
public record RandomHistory(
    long seed, List<SourceEvent> events, List<String> users, List<Long> nows, Rows source) {

  /** What a source can suffer. */
  public enum Source {
    /** Positions and times grow; after a restart the connector goes on to where it had been. */
    SOUND,
    /** It is also restored from a backup, its clock is set back, and stretches come again alone. */
    TROUBLED
  }

  /** What a connector tells of the order. */
  public record Order(boolean positions, boolean times) {
    public static final Order BOTH = new Order(true, true);
  }

  private static final Instant NOW = Instant.parse("2026-06-15T12:34:56Z");

  /** A history with everything that can happen. */
  public static RandomHistory of(long seed) {
    return of(seed, Source.TROUBLED, Order.BOTH);
  }

  public static RandomHistory of(long seed, Source source, Order order) {
    Random random = new Random(seed);
    long now = NOW.toEpochMilli() * 1_000 + random.nextInt(1_000_000);
    RandomValues values = new RandomValues(random, now);
    RandomShop shop = new RandomShop(random, values, now / 1_000, order.positions(), order.times());
    boolean troubled = source == Source.TROUBLED && random.nextInt(4) == 0;
    live(shop, troubled, random);
    Rows left = new Rows();
    shop.tables()
        .forEach(
            (table, rows) ->
                rows.forEach(
                    (key, row) ->
                        left.take(
                            new SourceEvent(
                                table, SourceEvent.Op.SNAPSHOT, key, null, row, null, null))));
    List<SourceEvent> delivered = deliver(shop.events(), order, troubled, random);
    return new RandomHistory(
        seed, delivered, shop.users(), nows(values, now, delivered, random), left);
  }

  /**
   * The same as something that the source did later: with positions that are so much higher, and
   * times of changes that are so many milliseconds later.
   */
  public RandomHistory later(long by) {
    List<SourceEvent> moved =
        events.stream()
            .map(
                e ->
                    new SourceEvent(
                        e.table(),
                        e.op(),
                        e.key(),
                        e.before(),
                        e.after(),
                        e.lsn() == null ? null : Long.valueOf(e.lsn() + by),
                        e.tsMs() == null ? null : Long.valueOf(e.tsMs() + by)))
            .toList();
    return new RandomHistory(seed, moved, users, nows, source);
  }

  private static void live(RandomShop shop, boolean troubled, Random random) {
    int steps = 10 + random.nextInt(random.nextInt(5) == 0 ? 500 : 150);
    var backup = shop.tables();
    for (int i = 0; i < steps; i++) {
      switch (random.nextInt(60)) {
        case 0 -> shop.snapshot();
        case 1, 2 -> shop.changeKey();
        case 3 -> backup = shop.tables();
        case 4 -> {
          if (troubled) {
            shop.restore(backup);
          }
        }
        case 5 -> {
          if (troubled) {
            shop.stepClock();
          }
        }
        case 6 -> {
          if (random.nextInt(3) == 0) {
            shop.truncate();
          }
        }
        case 7 -> shop.incrementalSnapshot();
        default -> shop.change();
      }
    }
  }

  /** Each topic with stretches that come again, then all of them mixed. */
  private static List<SourceEvent> deliver(
      List<SourceEvent> events, Order order, boolean troubled, Random random) {
    Map<Table, List<SourceEvent>> topics = new LinkedHashMap<>();
    events.forEach(e -> topics.computeIfAbsent(e.table(), t -> new ArrayList<>()).add(e));
    List<SourceEvent> repeated = new ArrayList<>();
    topics.values().forEach(topic -> repeated.addAll(withRepeats(topic, troubled, random)));
    // Partitions of a topic may be read at different times; where a truncate belongs between rows
    // of
    // other partitions, only positions tell.
    boolean byRow = random.nextBoolean() && order.positions();
    return Shuffle.keepingOrder(
        repeated, e -> byRow ? List.of(e.table(), e.key()) : e.table(), random);
  }

  private static List<SourceEvent> withRepeats(
      List<SourceEvent> topic, boolean troubled, Random random) {
    List<SourceEvent> out = new ArrayList<>();
    for (int i = 0; i < topic.size(); i++) {
      out.add(topic.get(i));
      if (random.nextInt(20) == 0) {
        int from = random.nextInt(i + 1);
        if (from > 0 && topic.get(from).op() == SourceEvent.Op.TOMBSTONE) {
          from--; // a delete and its tombstone come together
        }
        int to = troubled ? from + random.nextInt(i + 1 - from) : i;
        out.addAll(topic.subList(from, to + 1));
      }
    }
    return out;
  }

  private static List<Long> nows(
      RandomValues values, long now, List<SourceEvent> events, Random random) {
    List<Long> times = new ArrayList<>();
    for (SourceEvent event : events) {
      if (event.after() != null) {
        for (Object value : event.after().columns().values()) {
          if (value instanceof Long time) {
            times.add(time);
          }
        }
      }
    }
    Set<Long> nows = new LinkedHashSet<>();
    nows.add(now);
    for (int i = 0; i < 4 && !times.isEmpty(); i++) {
      nows.add(values.turningPoint(times.get(random.nextInt(times.size()))));
    }
    return List.copyOf(nows);
  }
}
