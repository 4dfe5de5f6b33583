package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.ingest.Shop.Column;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("The columns of a row")
class ColumnsTest {
  private static final Schema TEXT = Schema.create(Schema.Type.STRING);
  private static final Schema INT = Schema.create(Schema.Type.INT);

  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  private void send(Column... columns) {
    pipeline.send(
        USERS, pipeline.shop.key(USERS, "u1"), pipeline.shop.row("user_id", TEXT, "u1", columns));
  }

  private static Column age(int age) {
    return new Column("age", INT, age);
  }

  private static Column city(String city) {
    return new Column("city", TEXT, city);
  }

  @Test
  @DisplayName("may be more than graph.yaml knows, of any type")
  void extra() {
    Schema tags = Schema.createArray(TEXT);
    send(
        new Column("tags", tags, List.of("x")),
        age(30),
        new Column("note", Schema.createUnion(Schema.create(Schema.Type.NULL), TEXT), null));
    assertThat(pipeline.changes()).containsExactly("user/u1 {age=30}");
    assertThat(pipeline.reasons()).isEmpty();
  }

  @Test
  @DisplayName("may come and go: every attribute may be missing")
  void evolution() {
    send(age(30));
    send(age(30), city("Bonn"));
    send(city("Bonn"), age(31));
    send(city("Kiel"));
    assertThat(pipeline.changes())
        .containsExactly(
            "user/u1 {age=30}",
            "user/u1 {age=30, city=Bonn}",
            "user/u1 {age=31, city=Bonn}",
            "user/u1 {city=Kiel}");
    assertThat(pipeline.reasons()).isEmpty();
  }

  @Test
  @DisplayName("may change their type")
  void typeChange() {
    send(age(30));
    send(new Column("age", TEXT, "31"));
    assertThat(pipeline.changes()).containsExactly("user/u1 {age=30}", "user/u1 {age=31}");
  }

  /** What Debezium writes for a large value that an update did not touch. */
  @Nested
  @DisplayName("that hold the mark of an unavailable value")
  class Unavailable {
    private static final String MARK = "__debezium_unavailable_value";

    @Test
    @DisplayName("keep the value that they had")
    void kept() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.user("u", 11, 1001, "u1", 31, MARK);
      pipeline.user("u", 12, 1002, "u1", 32, MARK);
      assertThat(pipeline.changes())
          .containsExactly(
              "user/u1 {age=30, city=Bonn}",
              "user/u1 {age=31, city=Bonn}",
              "user/u1 {age=32, city=Bonn}");
    }

    @Test
    @DisplayName("keep what they had also in a flattened row")
    void keptInFlattened() {
      send(age(30), city("Bonn"));
      send(age(31), city(MARK));
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=31, city=Bonn}");
    }

    @Test
    @DisplayName("stay empty if they were, and never show the mark itself")
    void nothingKnown() {
      pipeline.user("u", 10, 1000, "u1", 30, MARK);
      pipeline.user("u", 11, 1001, "u1", 31, MARK);
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=30}", "user/u1 {age=31}");
    }

    @Test
    @DisplayName("have forgotten the value of a row that was deleted in between")
    void afterDelete() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.deleteUser(11, 1001, "u1");
      pipeline.user("u", 12, 1002, "u1", 31, MARK);
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=31}");
    }

    @Test
    @DisplayName("keep the newest value, not that of a re-delivery that was dropped")
    void notFromADroppedOne() {
      pipeline.user("u", 10, 1000, "u1", 30, "Kiel");
      pipeline.user("u", 9, 999, "u1", 30, "Bonn");
      pipeline.user("u", 11, 1001, "u1", 31, MARK);
      assertThat(pipeline.lastChange()).isEqualTo("user/u1 {age=31, city=Kiel}");
    }
  }
}
