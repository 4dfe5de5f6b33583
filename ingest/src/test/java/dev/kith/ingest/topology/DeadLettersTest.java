package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static dev.kith.ingest.Shop.USERS;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.ingest.Shop;
import dev.kith.ingest.deadletter.DeadLetters;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A dead letter")
class DeadLettersTest {
  private final Pipeline pipeline = new Pipeline();

  @AfterEach
  void close() {
    pipeline.close();
  }

  private static String header(TestRecord<byte[], byte[]> letter, String name) {
    Header header = letter.headers().lastHeader(name);
    return new String(header.value(), UTF_8);
  }

  @Test
  @DisplayName("holds key, value and headers as they were, where it came from, and why")
  void form() {
    byte[] key = {1, 2, 3};
    byte[] value = {0, 1, 2, 3};
    RecordHeaders headers = new RecordHeaders();
    headers.add("trace", new byte[] {9});
    pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
    pipeline.send(USERS, new TestRecord<>(key, value, headers, Instant.ofEpochMilli(77)));
    TestRecord<byte[], byte[]> letter = pipeline.deadLetters().getFirst();
    assertThat(letter.key()).isEqualTo(key);
    assertThat(letter.value()).isEqualTo(value);
    assertThat(letter.headers().lastHeader("trace").value()).isEqualTo(new byte[] {9});
    assertThat(header(letter, "kith.topic")).isEqualTo(USERS);
    assertThat(header(letter, "kith.partition")).isEqualTo("0");
    assertThat(header(letter, "kith.offset")).isEqualTo("1");
    assertThat(header(letter, "kith.timestamp")).isEqualTo("77");
    assertThat(header(letter, "kith.code")).isEqualTo("UNREADABLE_KEY");
    assertThat(header(letter, "kith.reason")).startsWith("the key can't be read: ");
  }

  @Test
  @DisplayName("of a record without key or value is one without them")
  void nothing() {
    pipeline.send(USERS, null, null);
    TestRecord<byte[], byte[]> letter = pipeline.deadLetters().getFirst();
    assertThat(letter.key()).isNull();
    assertThat(letter.value()).isNull();
    assertThat(header(letter, "kith.code")).isEqualTo("NO_KEY");
    assertThat(header(letter, "kith.reason")).startsWith("the record has no key: ");
  }

  @Test
  @DisplayName("never holds up its neighbours, of the same key or of others, nor changes them")
  void neighbours() {
    pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
    pipeline.send(USERS, pipeline.shop.key(USERS, "u1"), new byte[] {0});
    pipeline.user("u", 11, 1001, "u1", 31, "Bonn");
    pipeline.friends("c", 12, 1002, "a", "a", null);
    pipeline.friends("c", 12, 1002, "a", "b", null);
    assertThat(pipeline.changes())
        .containsExactly(
            "user/u1 {age=30, city=Bonn}", "user/u1 {age=31, city=Bonn}", "friends/a/b {}");
    assertThat(pipeline.deadLetters())
        .extracting(letter -> header(letter, "kith.topic"))
        .containsExactly(USERS, FRIENDSHIPS);
  }

  @Test
  @DisplayName("says by a code why")
  void codes() {
    byte[] key = pipeline.shop.key(USERS, "u1");
    byte[] unknownSchema = {0, 0, 0, 1, 0, 0};
    pipeline.send(USERS, key, new byte[] {7});
    pipeline.send(USERS, key, unknownSchema);
    pipeline.user("x", 1, 1, "u1", 1, null);
    pipeline.send(USERS, key, pipeline.registry.wire(Schema.create(Schema.Type.LONG), 1L));
    pipeline.user("c", 1, 1, "", 1, null);
    pipeline.send(USERS, null, pipeline.shop.row("other", Schema.create(Schema.Type.LONG), 1L));
    pipeline.send(USERS, key, pipeline.shop.row("other", Schema.create(Schema.Type.LONG), 1L));
    pipeline.send(
        FRIENDSHIPS, key, pipeline.shop.row("user_id", Schema.create(Schema.Type.LONG), 1L));
    pipeline.send(
        USERS,
        key,
        pipeline.shop.row(
            "user_id",
            Schema.create(Schema.Type.STRING),
            "u1",
            new Shop.Column("age", Schema.create(Schema.Type.STRING), "old")));
    pipeline.friends("c", 12, 1002, "a", "a", null);
    assertThat(pipeline.deadLetters())
        .extracting(letter -> header(letter, "kith.code"))
        .containsExactly(
            "UNREADABLE_VALUE",
            "UNKNOWN_SCHEMA",
            "UNKNOWN_EVENT",
            "UNKNOWN_EVENT",
            "BAD_KEY",
            "NO_KEY",
            "MISSING_COLUMN",
            "BAD_VALUE",
            "SELF_EDGE");
  }

  @Test
  @DisplayName(
      "of a record that is too large for its topic says where that is, without its content")
  void tooLarge() {
    byte[] key = pipeline.shop.key(USERS, "u1");
    pipeline.send(USERS, key, new byte[DeadLetters.LARGEST_RECORD - 100]);
    pipeline.send(USERS, key, new byte[DeadLetters.LARGEST_RECORD - 10_000]);
    List<TestRecord<byte[], byte[]>> letters = pipeline.deadLetters();
    assertThat(letters.getFirst().key()).isNull();
    assertThat(letters.getFirst().value()).isNull();
    assertThat(header(letters.getFirst(), "kith.code")).isEqualTo("TOO_LARGE");
    assertThat(header(letters.getFirst(), "kith.reason")).contains("the value can't be read: ");
    assertThat(header(letters.getFirst(), "kith.offset")).isEqualTo("0");
    assertThat(letters.getLast().value()).hasSize(DeadLetters.LARGEST_RECORD - 10_000);
  }

  @Test
  @DisplayName("is not made of what is only late: a re-delivery leaves nothing behind")
  void redelivery() {
    pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
    pipeline.user("c", 9, 999, "u1", 29, "Bonn");
    assertThat(pipeline.changes()).hasSize(1);
    assertThat(pipeline.deadLetters()).isEmpty();
  }
}
