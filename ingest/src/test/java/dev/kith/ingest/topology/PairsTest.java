package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A friendship")
class PairsTest {
  private static final String JAN = "2024-01-01T00:00:00.000000Z";
  private static final String FEB = "2024-02-01T00:00:00.000000Z";
  private static final String SINCE_JAN = "friends/a/b {since=1704067200000000}";
  private static final String SINCE_FEB = "friends/a/b {since=1706745600000000}";
  private static final String SINCE_EVER = "friends/a/b {}";
  private static final String GONE = "friends/a/b -";

  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  @ParameterizedTest(name = "({0}, {1})")
  @CsvSource({"a, b", "b, a"})
  @DisplayName("is one element, in whichever order its row names the two")
  void eitherDirection(String user, String friend) {
    pipeline.friends("c", 10, 1000, user, friend, JAN);
    assertThat(pipeline.changes()).containsExactly(SINCE_JAN);
    pipeline.deleteFriends(11, 1001, user, friend);
    assertThat(pipeline.changes()).containsExactly(GONE);
  }

  @ParameterizedTest(name = "(a, b) {0}, (b, a) {1}")
  @CsvSource({"JAN, FEB", "FEB, JAN"})
  @DisplayName("of two rows is one edge, since the earlier of the two")
  void earliest(String ofAb, String ofBa) {
    pipeline.friends("c", 10, 1000, "a", "b", ofAb.equals("JAN") ? JAN : FEB);
    pipeline.friends("c", 11, 1001, "b", "a", ofBa.equals("JAN") ? JAN : FEB);
    assertThat(pipeline.lastChange()).isEqualTo(SINCE_JAN);
  }

  @Test
  @DisplayName("of two rows, one without a time, has none: that row is the earliest of all")
  void withoutTime() {
    pipeline.friends("c", 10, 1000, "b", "a", JAN);
    pipeline.friends("c", 11, 1001, "a", "b", null);
    assertThat(pipeline.changes()).containsExactly(SINCE_JAN, SINCE_EVER);
    pipeline.deleteFriends(12, 1002, "a", "b");
    assertThat(pipeline.changes()).containsExactly(SINCE_JAN);
  }

  @Test
  @DisplayName("exists until both rows are gone, and then since when the one that is left says")
  void untilBothAreGone() {
    pipeline.friends("c", 10, 1000, "a", "b", JAN);
    pipeline.friends("c", 11, 1001, "b", "a", FEB);
    pipeline.changes();
    pipeline.deleteFriends(12, 1002, "a", "b");
    pipeline.tombstone(FRIENDSHIPS, "a", "b");
    assertThat(pipeline.changes()).hasSize(2).containsOnly(SINCE_FEB);
    pipeline.deleteFriends(13, 1003, "b", "a");
    pipeline.tombstone(FRIENDSHIPS, "b", "a");
    assertThat(pipeline.changes()).hasSize(2).containsOnly(GONE);
  }

  @Test
  @DisplayName("whose row is written again takes its new time")
  void updated() {
    pipeline.friends("c", 10, 1000, "a", "b", JAN);
    pipeline.friends("u", 11, 1001, "a", "b", FEB);
    assertThat(pipeline.changes()).containsExactly(SINCE_JAN, SINCE_FEB);
  }

  @Test
  @DisplayName("orders the changes of each row by itself: the other's may be older")
  void perRow() {
    pipeline.friends("c", 100, 1000, "a", "b", FEB);
    pipeline.friends("c", 5, 500, "b", "a", JAN);
    assertThat(pipeline.lastChange()).isEqualTo(SINCE_JAN);
    pipeline.friends("c", 99, 999, "a", "b", null);
    assertThat(pipeline.changes()).isEmpty();
  }

  @Test
  @DisplayName("keeps one row if a re-delivered delete of the other is dropped, with its tombstone")
  void redeliveredDelete() {
    pipeline.friends("c", 10, 1000, "a", "b", JAN);
    pipeline.friends("c", 11, 1001, "b", "a", FEB);
    pipeline.changes();
    pipeline.deleteFriends(9, 999, "a", "b");
    pipeline.tombstone(FRIENDSHIPS, "a", "b");
    assertThat(pipeline.changes()).isEmpty();
    pipeline.deleteFriends(12, 1002, "b", "a");
    assertThat(pipeline.changes()).containsExactly(SINCE_JAN);
  }

  @ParameterizedTest(name = "op={0}")
  @ValueSource(strings = {"c", "u", "r"})
  @DisplayName("with oneself is a bad record")
  void withOneself(String op) {
    pipeline.friends(op, 10, 1000, "a", "a", JAN);
    pipeline.deleteFriends(11, 1001, "a", "a");
    pipeline.tombstone(FRIENDSHIPS, "a", "a");
    assertThat(pipeline.changes()).isEmpty();
    assertThat(pipeline.reasons()).hasSize(3).containsOnly("both ends of friends are 'a'");
  }
}
