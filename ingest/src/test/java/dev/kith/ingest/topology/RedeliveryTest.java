package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Whatever a connector sends again")
class RedeliveryTest {
  private static final int EVENTS = 60;
  private static final int USERS_COUNT = 4;

  /**
   * What the source did to a row, of a user (one key) or a friendship (two).
   *
   * @param value age, or since when in January 2024; null for a delete
   */
  private record Event(long lsn, long tsMs, List<String> key, @Nullable Integer value) {}

  static LongStream seeds() {
    Long seed = Long.getLong("kith.seed");
    return seed != null ? LongStream.of(seed) : new Random().longs(10);
  }

  @ParameterizedTest(name = "-Dkith.seed={0}")
  @MethodSource("seeds")
  @DisplayName("the graph ends as the source's rows are")
  void converges(long seed) {
    Random random = new Random(seed);
    List<Event> history = history(random);
    Map<String, String> graph = new HashMap<>();
    try (Pipeline pipeline = new Pipeline()) {
      int sent = 0;
      while (sent < history.size()) {
        // A connector that was restarted begins again at some earlier event.
        int from = random.nextInt(3) == 0 ? random.nextInt(sent + 1) : sent;
        int to = Math.min(history.size(), sent + 1 + random.nextInt(10));
        history.subList(from, to).forEach(event -> send(pipeline, event));
        sent = to;
        for (String change : pipeline.changes()) {
          int space = change.indexOf(' ');
          graph.put(change.substring(0, space), change.substring(space + 1));
        }
        graph.values().removeIf(value -> value.equals("-"));
        assertThat(graph).as("after %d events", to).isEqualTo(graphOf(history.subList(0, to)));
      }
      assertThat(pipeline.reasons()).isEmpty();
    }
  }

  /** Rows come, change and go; several may share a millisecond, and the clock may step back. */
  private static List<Event> history(Random random) {
    Map<List<String>, Boolean> live = new HashMap<>();
    List<Event> events = new ArrayList<>();
    long tsMs = 1_000_000;
    for (long lsn = 100; events.size() < EVENTS; lsn += 1 + random.nextInt(3)) {
      tsMs += random.nextInt(20) == 0 ? -random.nextInt(50) : random.nextInt(2);
      String user = "u" + random.nextInt(USERS_COUNT);
      String friend = "u" + random.nextInt(USERS_COUNT);
      List<String> key =
          user.equals(friend) || random.nextBoolean() ? List.of(user) : List.of(user, friend);
      boolean delete = live.getOrDefault(key, false) && random.nextInt(3) == 0;
      events.add(new Event(lsn, tsMs, key, delete ? null : 1 + random.nextInt(28)));
      live.put(key, !delete);
    }
    return events;
  }

  private static String since(int day) {
    return "2024-01-%02dT00:00:00.000000Z".formatted(day);
  }

  private static void send(Pipeline pipeline, Event event) {
    String user = event.key().getFirst();
    String friend = event.key().getLast();
    Integer value = event.value();
    boolean ofUser = event.key().size() == 1;
    if (value == null && ofUser) {
      pipeline.deleteUser(event.lsn(), event.tsMs(), user);
      pipeline.tombstone(USERS, user);
    } else if (value == null) {
      pipeline.deleteFriends(event.lsn(), event.tsMs(), user, friend);
      pipeline.tombstone(FRIENDSHIPS, user, friend);
    } else if (ofUser) {
      pipeline.user("u", event.lsn(), event.tsMs(), user, value, null);
    } else {
      pipeline.friends("u", event.lsn(), event.tsMs(), user, friend, since(value));
    }
  }

  /** By the definitions: the last row of every key; a friendship since the earlier of its two. */
  private static Map<String, String> graphOf(List<Event> events) {
    Map<List<String>, Integer> rows = new HashMap<>();
    for (Event event : events) {
      Integer value = event.value();
      if (value == null) {
        rows.remove(event.key());
      } else {
        rows.put(event.key(), value);
      }
    }
    Map<String, String> users = new HashMap<>();
    Map<String, Integer> days = new TreeMap<>();
    rows.forEach(
        (key, value) -> {
          if (key.size() == 1) {
            users.put("user/" + key.getFirst(), "{age=" + value + "}");
          } else {
            List<String> ends = key.stream().sorted().toList();
            days.merge("friends/" + String.join("/", ends), value, Math::min);
          }
        });
    long newYear = 1_704_067_200_000_000L;
    days.forEach(
        (pair, day) -> users.put(pair, "{since=" + (newYear + (day - 1) * 86_400_000_000L) + "}"));
    return users;
  }
}
