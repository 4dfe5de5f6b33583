package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The order of changes")
class OrderTest {
  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Nested
  @DisplayName("of one row")
  class OfARow {

    @Test
    @DisplayName("takes a change of a later position and time")
    void later() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("u", 11, 1001, "u1", 31, "Bonn");
      assertThat(pipeline.changes())
          .containsExactly("user/u1 {age=30, city=Bonn}", "user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("drops a change of an older position that is not newer in time: a re-delivery")
    void redelivery() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("u", 11, 1000, "u1", 31, "Bonn");
      pipeline.changes();
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      assertThat(pipeline.changes()).isEmpty();
      assertThat(pipeline.reasons()).isEmpty();
    }

    @Test
    @DisplayName("takes the last change again: what followed from it may have been lost")
    void equal() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      assertThat(pipeline.changes()).hasSize(2).containsOnly("user/u1 {age=30, city=Bonn}");
    }

    @Test
    @DisplayName("takes an older position with a newer time: the source moved")
    void positionWentBack() {
      pipeline.user("c", 1000, 1000, "u1", 30, "Bonn");
      pipeline.user("u", 5, 1001, "u1", 31, "Bonn");
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("and then counts from the position that the source moved to")
    void afterPositionWentBack() {
      pipeline.user("c", 1000, 1000, "u1", 30, "Bonn");
      pipeline.user("u", 5, 1001, "u1", 31, "Bonn");
      pipeline.user("u", 6, 1001, "u1", 32, "Bonn");
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=32, city=Bonn}");
    }

    @Test
    @DisplayName("takes a newer position with an older time: the clock stepped")
    void clockWentBack() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("u", 11, 500, "u1", 31, "Bonn");
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("takes all rows of a snapshot, which share one position")
    void snapshot() {
      pipeline.user("r", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("r", 10, 1000, "u2", 40, "Kiel");
      pipeline.user("u", 10, 1000, "u1", 31, "Bonn");
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u2 {age=40, city=Kiel}",
              "user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("does not let a re-delivered create bring a deleted row back")
    void createAfterDelete() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.deleteUser(11, 1001, "u1");
      pipeline.tombstone(USERS, "u1");
      pipeline.changes();
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("lets a row come back that was inserted again")
    void insertAfterDelete() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.deleteUser(11, 1001, "u1");
      pipeline.tombstone(USERS, "u1");
      pipeline.user("c", 12, 1002, "u1", 33, "Kiel");
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u1 -",
              "user/u1 -",
              "user/u1 {age=33, city=Kiel}");
    }
  }

  @Nested
  @DisplayName("with tombstones")
  class WithTombstones {

    @Test
    @DisplayName("takes a lone tombstone as a delete")
    void lone() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.tombstone(USERS, "u1");
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 -");
    }

    @Test
    @DisplayName("remembers across a tombstone where the row stood")
    void keepsPosition() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.tombstone(USERS, "u1");
      pipeline.changes();
      pipeline.user("c", 9, 999, "u1", 29, "Bonn");
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("drops a re-delivered delete together with its tombstone")
    void redeliveredPair() {
      pipeline.deleteUser(9, 999, "u1");
      pipeline.tombstone(USERS, "u1");
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.changes();
      pipeline.deleteUser(9, 999, "u1");
      pipeline.tombstone(USERS, "u1");
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("drops only the tombstone that follows: the next one counts")
    void onlyOne() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.deleteUser(9, 999, "u1");
      pipeline.tombstone(USERS, "u1");
      pipeline.changes();
      pipeline.tombstone(USERS, "u1");
      assertThat(pipeline.changes()).containsExactly("user/u1 -");
    }

    @Test
    @DisplayName(
        "takes a tombstone if another change of the row lies between it and the dropped delete")
    void notDirectlyAfter() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.deleteUser(9, 999, "u1");
      pipeline.user("u", 11, 1001, "u1", 31, "Bonn");
      pipeline.changes();
      pipeline.tombstone(USERS, "u1");
      assertThat(pipeline.changes()).containsExactly("user/u1 -");
    }

    @Test
    @DisplayName("is not mixed up by the dropped delete of another row")
    void otherRow() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("c", 10, 1000, "u2", 40, "Kiel");
      pipeline.deleteUser(9, 999, "u1");
      pipeline.changes();
      pipeline.tombstone(USERS, "u2");
      assertThat(pipeline.changes()).containsExactly("user/u2 -");
    }
  }

  @Nested
  @DisplayName("where records lack a position or a time")
  class WithLess {

    private void flattened(int age, @Nullable Long lsn, @Nullable Long tsMs) {
      Map<String, Object> added = new HashMap<>();
      if (lsn != null) {
        added.put("__lsn", lsn);
      }
      if (tsMs != null) {
        added.put("__source_ts_ms", tsMs);
      }
      pipeline.send(
          USERS,
          pipeline.shop.key(USERS, "u1"),
          pipeline.shop.flattenedUser("u1", age, "Bonn", added));
    }

    @Test
    @DisplayName("compares positions alone")
    void positions() {
      flattened(30, 10L, null);
      flattened(29, 9L, null);
      flattened(31, 10L, null);
      assertThat(pipeline.changes())
          .containsExactly("user/u1 {age=30, city=Bonn}", "user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("compares times alone, and takes equal ones: many changes share a millisecond")
    void times() {
      flattened(30, null, 1000L);
      flattened(29, null, 999L);
      flattened(31, null, 1000L);
      assertThat(pipeline.changes())
          .containsExactly("user/u1 {age=30, city=Bonn}", "user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("takes all that has neither")
    void neither() {
      flattened(30, 10L, 1000L);
      flattened(31, null, null);
      flattened(32, null, null);
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u1 {age=31, city=Bonn}",
              "user/u1 {age=32, city=Bonn}");
    }

    @Test
    @DisplayName("takes what has nothing in common with the last")
    void nothingComparable() {
      flattened(30, 10L, null);
      flattened(31, null, 1L);
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=31, city=Bonn}");
    }
  }

  @Test
  @DisplayName("does not depend on what a record's Kafka timestamp is, even if there is none")
  void kafkaTimestamps() {
    byte[] key = pipeline.shop.key(USERS, "u1");
    byte[] first = pipeline.shop.put(USERS, "c", 10, 1000, "u1", 30, "Bonn", null);
    byte[] second = pipeline.shop.put(USERS, "u", 11, 1001, "u1", 31, "Bonn", null);
    pipeline.send(USERS, new TestRecord<>(key, first, new RecordHeaders(), Instant.now()));
    pipeline.send(USERS, new TestRecord<>(key, second, new RecordHeaders(), 0L));
    assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=31, city=Bonn}");
  }
}
