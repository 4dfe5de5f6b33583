package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static dev.kith.ingest.Shop.PRODUCTS;
import static dev.kith.ingest.Shop.PURCHASES;
import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An event")
class EventsTest {
  private static final String JAN = "2024-01-01T00:00:00.000000Z";
  private static final long JAN_MICROS = 1_704_067_200_000_000L;

  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  @Nested
  @DisplayName("in Debezium's envelope")
  class InAnEnvelope {

    @ParameterizedTest(name = "op={0}")
    @ValueSource(strings = {"c", "u", "r"})
    @DisplayName("that creates, updates or snapshots a row says what the row now is")
    void put(String op) {
      pipeline.user(op, 10, 1000, "u1", 30, "Bonn");
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=30, city=Bonn}");
    }

    @Test
    @DisplayName("of each default table becomes its element, with its ends and attributes")
    void tables() {
      pipeline.send(
          USERS,
          pipeline.shop.key(USERS, "u1"),
          pipeline.shop.put(USERS, "c", 1, 1, "u1", 30, "Bonn", JAN));
      pipeline.send(
          PRODUCTS,
          pipeline.shop.key(PRODUCTS, "p1"),
          pipeline.shop.put(PRODUCTS, "c", 2, 2, "p1", "books", new BigDecimal("12.50")));
      pipeline.friends("c", 3, 3, "u2", "u1", JAN);
      pipeline.send(
          PURCHASES,
          pipeline.shop.key(PURCHASES, "o1"),
          pipeline.shop.put(
              PURCHASES, "c", 4, 4, "o1", "u1", "p1", 2, new BigDecimal("25.00"), JAN));
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn, created_at=" + JAN_MICROS + "}",
              "product/p1 {category=books, price=12.5}",
              "friends/u1/u2 {since=" + JAN_MICROS + "}",
              "purchased/o1 u1→p1 {amount=25.0, purchased_at=" + JAN_MICROS + ", quantity=2}");
    }

    @Test
    @DisplayName("of an edge goes out before its ends are known: they may come later")
    void edgeBeforeEnds() {
      pipeline.friends("c", 3, 3, "a", "b", null);
      assertThat(pipeline.changes()).containsExactly("friends/a/b {}");
    }

    @Test
    @DisplayName("that lost attributes leaves none of the old ones")
    void nulls() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("u", 11, 1001, "u1", null, null);
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {}");
    }

    @Test
    @DisplayName("of a delete trusts only the key in 'before': Debezium makes up the rest")
    void placeholders() {
      pipeline.send(
          PURCHASES,
          pipeline.shop.key(PURCHASES, "o1"),
          pipeline.shop.put(PURCHASES, "c", 1, 1, "o1", "u1", "p1", 2, new BigDecimal("1"), JAN));
      pipeline.changes();
      pipeline.send(
          PURCHASES,
          pipeline.shop.key(PURCHASES, "o1"),
          pipeline.shop.delete(PURCHASES, 2, 2, "o1", "", "", 0, new BigDecimal("0.00"), ""));
      assertThat(pipeline.changes()).containsExactly("purchased/o1 -");
      assertThat(pipeline.reasons()).isEmpty();
    }

    @Test
    @DisplayName("of a delete may come without 'before'")
    void deleteWithoutBefore() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.send(USERS, pipeline.shop.key(USERS, "u1"), pipeline.shop.empty(USERS, "d", 11, 11));
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 -");
    }

    @Test
    @DisplayName("of a changed primary key is a delete, a tombstone, and a create of another row")
    void primaryKey() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.deleteUser(11, 1001, "u1");
      pipeline.tombstone(USERS, "u1");
      pipeline.user("c", 11, 1001, "u9", 30, "Bonn");
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u1 -",
              "user/u1 -",
              "user/u9 {age=30, city=Bonn}");
    }

    @Test
    @DisplayName("of a changed friend moves the friendship")
    void primaryKeyOfAPair() {
      pipeline.friends("c", 10, 1000, "a", "b", JAN);
      pipeline.deleteFriends(11, 1001, "a", "b");
      pipeline.tombstone(FRIENDSHIPS, "a", "b");
      pipeline.friends("c", 11, 1001, "a", "c", JAN);
      assertThat(pipeline.changes())
          .endsWith("friends/a/b -", "friends/a/c {since=" + JAN_MICROS + "}");
    }

    @Test
    @DisplayName("that is a message in the source's log is passed over, with a key or without")
    void message() {
      pipeline.send(USERS, pipeline.shop.key(USERS, "u1"), pipeline.shop.empty(USERS, "m", 1, 1));
      pipeline.send(USERS, null, pipeline.shop.empty(USERS, "m", 1, 1));
      pipeline.send(USERS, null, logMessage());
      assertThat(pipeline.changes()).isEmpty();
      assertThat(pipeline.reasons()).isEmpty();
    }

    /** Messages have an envelope of their own, without rows. */
    private byte[] logMessage() {
      Schema content =
          SchemaBuilder.record("Message").fields().requiredString("prefix").endRecord();
      Schema envelope =
          SchemaBuilder.record("MessageValue")
              .fields()
              .requiredString("op")
              .name("message")
              .type(content)
              .noDefault()
              .endRecord();
      return pipeline.registry.wire(
          new GenericRecordBuilder(envelope)
              .set("op", "m")
              .set("message", new GenericRecordBuilder(content).set("prefix", "x").build())
              .build());
    }

    @Test
    @DisplayName("of an operation that nobody knows is a bad record")
    void unknownOperation() {
      pipeline.send(USERS, pipeline.shop.key(USERS, "u1"), pipeline.shop.empty(USERS, "x", 1, 1));
      assertThat(pipeline.reasons()).containsExactly("unknown operation 'x'");
    }

    @Test
    @DisplayName("that creates a row without saying which is a bad record")
    void putWithoutAfter() {
      pipeline.send(USERS, pipeline.shop.key(USERS, "u1"), pipeline.shop.empty(USERS, "c", 1, 1));
      assertThat(pipeline.reasons()).containsExactly("an envelope of op 'c' without 'after'");
    }
  }

  @Nested
  @DisplayName("flattened to a row")
  class Flattened {

    private void send(int age, Map<String, Object> added) {
      pipeline.send(
          USERS,
          pipeline.shop.key(USERS, "u1"),
          pipeline.shop.flattenedUser("u1", age, "Bonn", added));
    }

    @Test
    @DisplayName("with nothing added is the row as it now is")
    void bare() {
      send(30, Map.of());
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=30, city=Bonn}");
    }

    @ParameterizedTest(name = "__op={0}")
    @ValueSource(strings = {"c", "u", "r"})
    @DisplayName("may say which operation it was")
    void operation(String op) {
      send(30, Map.of("__op", op, "__deleted", "false"));
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=30, city=Bonn}");
    }

    @Test
    @DisplayName("says by __deleted, a text, that the row is gone")
    void deleted() {
      send(30, Map.of("__deleted", "true"));
      assertThat(pipeline.changes()).containsExactly("user/u1 -");
    }

    @Test
    @DisplayName("says by __op that the row is gone")
    void deletedByOperation() {
      send(30, Map.of("__op", "d"));
      assertThat(pipeline.changes()).containsExactly("user/u1 -");
    }

    @Test
    @DisplayName("is ordered by __lsn and __source_ts_ms, as an envelope is by its source")
    void ordered() {
      send(30, Map.of("__lsn", 10L, "__source_ts_ms", 1000L));
      send(29, Map.of("__lsn", 9L, "__source_ts_ms", 999L));
      pipeline.user("u", 8, 998, "u1", 28, "Bonn");
      pipeline.user("u", 11, 1001, "u1", 31, "Bonn");
      assertThat(pipeline.changes())
          .containsExactly("user/u1 {age=30, city=Bonn}", "user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("has its key from its columns where the record's key is not made of them")
    void keyFromRow() {
      byte[] other = pipeline.registry.wire(Schema.create(Schema.Type.STRING), "partition-by-this");
      pipeline.send(USERS, other, pipeline.shop.flattenedUser("u1", 30, "Bonn", Map.of()));
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=30, city=Bonn}");
    }
  }

  @Test
  @DisplayName("without a key is a bad record, whatever it holds")
  void noKey() {
    pipeline.send(USERS, null, pipeline.shop.put(USERS, "c", 1, 1, "u1", 30, "Bonn", null));
    pipeline.send(USERS, null, pipeline.shop.flattenedUser("u1", 30, "Bonn", Map.of()));
    pipeline.send(USERS, null, null);
    assertThat(pipeline.changes()).isEmpty();
    assertThat(pipeline.reasons())
        .hasSize(3)
        .allSatisfy(reason -> assertThat(reason).startsWith("the record has no key: "));
  }
}
