package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static dev.kith.ingest.Shop.PRODUCTS;
import static dev.kith.ingest.Shop.PURCHASES;
import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code op=t}, without a key and without rows. */
@DisplayName("A truncate")
class TruncateTest {
  private static final String JAN = "2024-01-01T00:00:00.000000Z";
  private static final String FEB = "2024-02-01T00:00:00.000000Z";
  private static final String SINCE_FEB = "friends/a/b {since=1706745600000000}";

  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    assertThat(pipeline.reasons()).isEmpty();
    pipeline.close();
  }

  private void purchase(long lsn, String id) {
    pipeline.send(
        PURCHASES,
        pipeline.shop.key(PURCHASES, id),
        pipeline.shop.put(
            PURCHASES, "c", lsn, lsn, id, "u1", "p1", 2, new BigDecimal("25.00"), JAN));
  }

  @Test
  @DisplayName("clears the type that its table feeds, and no other: edges go with their own rows")
  void clears() {
    pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
    pipeline.user("c", 11, 1001, "u2", 40, "Kiel");
    pipeline.friends("c", 12, 1002, "u1", "u2", null);
    purchase(13, "o1");
    pipeline.changes();
    pipeline.truncate(USERS, 20, 1010);
    assertThat(pipeline.changes()).containsExactlyInAnyOrder("user/u1 -", "user/u2 -");
    pipeline.truncate(PURCHASES, 21, 1011);
    assertThat(pipeline.changes()).containsExactly("purchased/o1 -");
  }

  @Test
  @DisplayName("of several tables at once is one event in each topic, of one position")
  void severalTables() {
    pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
    pipeline.friends("c", 12, 1002, "u1", "u2", null);
    pipeline.changes();
    pipeline.truncate(FRIENDSHIPS, 20, 1010);
    pipeline.truncate(USERS, 20, 1010);
    assertThat(pipeline.changes()).containsExactly("friends/u1/u2 -", "user/u1 -");
  }

  @Test
  @DisplayName("of an empty table changes nothing")
  void empty() {
    pipeline.truncate(PRODUCTS, 20, 1010);
    assertThat(pipeline.changes()).isEmpty();
  }

  @Nested
  @DisplayName("is to every row a delete, in the order of changes:")
  class Order {

    @Test
    @DisplayName("an older change that comes later is dropped, also of a row never seen")
    void olderComesLater() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.truncate(USERS, 20, 1010);
      pipeline.changes();
      pipeline.user("u", 11, 1001, "u1", 31, "Bonn");
      pipeline.user("c", 12, 1002, "u2", 40, "Kiel");
      pipeline.user("c", 19, 1010, "u3", 50, "Kiel");
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("a newer one stays, whichever of the two comes first")
    void newer() {
      pipeline.user("c", 21, 1011, "u1", 30, "Bonn");
      pipeline.truncate(USERS, 20, 1010);
      pipeline.user("c", 21, 1011, "u2", 40, "Kiel");
      assertThat(pipeline.changes())
          .startsWith("user/u1 {age=30, city=Bonn}")
          .endsWith("user/u2 {age=40, city=Kiel}")
          .doesNotContain("user/u1 -", "user/u2 -");
    }

    @ParameterizedTest(name = "the insert comes first: {0}")
    @ValueSource(booleans = {true, false})
    @DisplayName("an insert after it in its transaction, of the same time, stays")
    void sameTransaction(boolean insertFirst) {
      pipeline.user("c", 10, 1000, "old", 30, "Bonn");
      if (insertFirst) {
        pipeline.user("c", 21, 1010, "u1", 30, "Bonn");
      }
      pipeline.truncate(USERS, 20, 1010);
      if (!insertFirst) {
        pipeline.user("c", 21, 1010, "u1", 30, "Bonn");
      }
      assertThat(pipeline.changes())
          .contains("user/old -", "user/u1 {age=30, city=Bonn}")
          .doesNotContain("user/u1 -");
    }

    @Test
    @DisplayName("a change of an older position and a newer time is taken: the source was restored")
    void restored() {
      pipeline.truncate(USERS, 20, 1010);
      pipeline.user("r", 5, 1020, "u1", 30, "Bonn");
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=30, city=Bonn}");
    }

    @Test
    @DisplayName("a row without position and time is cleared, and a change without them taken")
    void nothingToCompare() {
      byte[] key = pipeline.shop.key(USERS, "u1");
      byte[] row = pipeline.shop.flattenedUser("u1", 30, "Bonn", Map.of());
      pipeline.send(USERS, key, row);
      pipeline.truncate(USERS, 20, 1010);
      pipeline.send(USERS, key, row);
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}", "user/u1 -", "user/u1 {age=30, city=Bonn}");
    }

    @Test
    @DisplayName("the tombstone of a delete that was dropped is still dropped with it")
    void betweenDeleteAndTombstone() {
      pipeline.user("c", 30, 1020, "u1", 30, "Bonn");
      pipeline.changes();
      pipeline.deleteUser(10, 1000, "u1");
      pipeline.truncate(USERS, 20, 1010);
      pipeline.tombstone(USERS, "u1");
      assertThat(pipeline.changes()).doesNotContain("user/u1 -");
    }

    @Test
    @DisplayName("it says nothing of where in its own partition a row's last record stood")
    void offsetsOfAnotherPartition() {
      for (int i = 0; i < 5; i++) {
        pipeline.truncate(USERS, 20, 1010);
      }
      pipeline.user("c", 30, 1020, "u1", 30, "Bonn");
      pipeline.changes();
      pipeline.tombstone(USERS, "u1");
      assertThat(pipeline.changes()).containsExactly("user/u1 -");
    }
  }

  @Nested
  @DisplayName("that comes again")
  class Again {

    @Test
    @DisplayName("says again what is gone, and leaves what came since")
    void redelivered() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.truncate(USERS, 20, 1010);
      pipeline.user("c", 21, 1011, "u2", 40, "Kiel");
      pipeline.changes();
      pipeline.truncate(USERS, 20, 1010);
      assertThat(pipeline.changes()).contains("user/u1 -").doesNotContain("user/u2 -");
    }

    @Test
    @DisplayName("after a later one is dropped")
    void olderThanTheLast() {
      pipeline.truncate(USERS, 20, 1010);
      pipeline.user("c", 21, 1011, "u1", 30, "Bonn");
      pipeline.truncate(USERS, 30, 1020);
      pipeline.user("c", 31, 1021, "u1", 31, "Bonn");
      pipeline.changes();
      pipeline.truncate(USERS, 20, 1010);
      assertThat(pipeline.changes()).isEmpty();
      pipeline.user("c", 21, 1011, "u2", 40, "Kiel");
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("as another, later truncate, counts again")
    void another() {
      pipeline.truncate(USERS, 20, 1010);
      pipeline.user("c", 21, 1011, "u1", 30, "Bonn");
      pipeline.truncate(USERS, 30, 1020);
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 -");
    }
  }

  @Nested
  @DisplayName("of friendships")
  class OfPairs {

    @Test
    @DisplayName("clears both rows of a pair")
    void both() {
      pipeline.friends("c", 10, 1000, "a", "b", JAN);
      pipeline.friends("c", 11, 1001, "b", "a", FEB);
      pipeline.changes();
      pipeline.truncate(FRIENDSHIPS, 20, 1010);
      assertThat(pipeline.changes()).containsExactly("friends/a/b -");
    }

    @Test
    @DisplayName("leaves the row that is newer")
    void one() {
      pipeline.friends("c", 10, 1000, "a", "b", JAN);
      pipeline.friends("c", 21, 1011, "b", "a", FEB);
      pipeline.changes();
      pipeline.truncate(FRIENDSHIPS, 20, 1010);
      assertThat(pipeline.changes()).containsExactly(SINCE_FEB);
    }

    @ParameterizedTest(name = "({0}, {1})")
    @CsvSource({"a, b", "b, a"})
    @DisplayName("drops the older row of a pair, whose other row was seen or not")
    void never(String user, String friend) {
      pipeline.truncate(FRIENDSHIPS, 20, 1010);
      pipeline.friends("c", 11, 1001, user, friend, JAN);
      assertThat(pipeline.changes()).isEmpty();
      pipeline.friends("c", 21, 1011, friend, user, FEB);
      pipeline.friends("c", 12, 1002, user, friend, JAN);
      assertThat(pipeline.changes()).containsExactly(SINCE_FEB);
    }
  }

  @Test
  @DisplayName("tells every element, however many there are, and each once")
  void many() {
    Set<String> expected = new HashSet<>();
    IntStream.range(0, OrderProcessor.SLICE + 1)
        .forEach(
            i -> {
              pipeline.user("c", 10, 1000, "u" + i, 30, "Bonn");
              expected.add("user/u" + i + " -");
            });
    pipeline.changes();
    pipeline.truncate(USERS, 20, 1010);
    List<String> changes = pipeline.changes();
    assertThat(changes).hasSameSizeAs(expected);
    assertThat(new HashSet<>(changes)).isEqualTo(expected);
  }
}
