package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.ingest.TestRegistry;
import dev.kith.ingest.wire.OutageException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Confluent's wire format")
class DecodeTest {
  private final Pipeline pipeline = new Pipeline();
  private final byte[] key = pipeline.shop.key(USERS, "u1");
  private final byte[] value = pipeline.shop.put(USERS, "c", 10, 1000, "u1", 30, "Bonn", null);

  @AfterEach
  void close() {
    pipeline.close();
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        Arguments.of("nothing", new byte[0], "0 bytes, where a header alone takes 5"),
        Arguments.of("half a header", new byte[] {0, 0, 0}, "3 bytes, where a header"),
        Arguments.of(
            "JSON",
            "{\"user_id\": 1}".getBytes(StandardCharsets.UTF_8),
            "it begins with 123, not with 0"),
        Arguments.of("an unknown id", new byte[] {0, 0, 0, 1, 0, 2, 'x'}, "no schema 256"),
        Arguments.of("a negative id", new byte[] {0, -1, -1, -1, -1, 0}, "no schema -1"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  @DisplayName("is what a value must have; else the reason says what it has")
  void unreadable(String what, byte[] bytes, String reason) {
    pipeline.send(USERS, key, bytes);
    assertThat(pipeline.changes()).isEmpty();
    assertThat(pipeline.reasons())
        .singleElement()
        .asString()
        .startsWith("the value can't be read: ")
        .contains(reason);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("unreadable")
  @DisplayName("is what a key must have, as much as a value")
  void unreadableKey(String what, byte[] bytes, String reason) {
    pipeline.send(USERS, bytes, value);
    assertThat(pipeline.reasons())
        .singleElement()
        .asString()
        .startsWith("the key can't be read: ")
        .contains(reason);
  }

  @Test
  @DisplayName("is read to its end: a value cut off anywhere is a bad record")
  void cutOff() {
    for (int length = 5; length < value.length; length++) {
      pipeline.send(USERS, key, Arrays.copyOf(value, length));
      assertThat(pipeline.reasons())
          .as("%d of %d bytes", length, value.length)
          .singleElement()
          .asString()
          .contains("not a value of schema");
    }
    assertThat(pipeline.changes()).isEmpty();
  }

  @Test
  @DisplayName("ends with the value: bytes after it are a bad record")
  void leftOver() {
    pipeline.send(USERS, key, Arrays.copyOf(value, value.length + 1));
    assertThat(pipeline.reasons())
        .singleElement()
        .asString()
        .contains("bytes are left over after a value of schema");
  }

  @Test
  @DisplayName("does not make it reserve the gigabytes that a corrupt length asks for")
  void corruptLength() {
    byte[] corrupt =
        Arrays.copyOf(pipeline.registry.wire(Schema.create(Schema.Type.STRING), ""), 10);
    System.arraycopy(new byte[] {-2, -1, -1, -1, 15}, 0, corrupt, 5, 5); // 2^31 - 1
    pipeline.send(USERS, key, corrupt);
    assertThat(pipeline.reasons()).singleElement().asString().contains("not a value of schema");
  }

  @Test
  @DisplayName("of another schema than a record's is a bad record")
  void noRecord() {
    pipeline.send(USERS, key, pipeline.registry.wire(Schema.create(Schema.Type.LONG), 1L));
    assertThat(pipeline.reasons())
        .containsExactly("the record's value is a Long, not an Avro record");
  }

  @Test
  @DisplayName("lets every record have a schema of its own, as a table's changes over time")
  void schemaById() {
    Schema later =
        SchemaBuilder.record("Value")
            .fields()
            .requiredString("nickname")
            .requiredString("user_id")
            .optionalString("city")
            .endRecord();
    pipeline.send(USERS, key, value);
    pipeline.send(
        USERS,
        key,
        pipeline.registry.wire(
            new GenericRecordBuilder(later)
                .set("nickname", "Ann")
                .set("user_id", "u1")
                .set("city", "Kiel")
                .build()));
    pipeline.send(USERS, key, value);
    assertThat(pipeline.changes())
        .containsExactly(
            "user/u1 {age=30, city=Bonn}", "user/u1 {city=Kiel}", "user/u1 {age=30, city=Bonn}");
  }

  @Test
  @DisplayName("can't be read without the registry: that is no bad record, and nothing comes out")
  void outage() {
    try (Pipeline away =
        new Pipeline(
            id -> {
              throw new OutageException("the registry answers 503", null);
            })) {
      assertThatThrownBy(() -> away.send(USERS, key, value))
          .hasRootCauseInstanceOf(OutageException.class);
      assertThat(away.changes()).isEmpty();
      assertThat(away.deadLetters()).isEmpty();
    }
  }

  @Test
  @DisplayName("may hold a plain key, text or a number, where the table's key is one column")
  void plainKey() {
    TestRegistry registry = pipeline.registry;
    pipeline.send(USERS, registry.wire(Schema.create(Schema.Type.STRING), "u1"), null);
    pipeline.send(USERS, registry.wire(Schema.create(Schema.Type.LONG), 7_000_000_000L), null);
    pipeline.send(USERS, registry.wire(Schema.create(Schema.Type.INT), -7), null);
    assertThat(pipeline.changes()).containsExactly("user/u1 -", "user/7000000000 -", "user/-7 -");
  }
}
