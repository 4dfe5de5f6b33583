package dev.kith.ingest.topology;

import static dev.kith.ingest.Shop.FRIENDSHIPS;
import static dev.kith.ingest.Shop.USERS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Topics;
import dev.kith.ingest.Shop;
import dev.kith.ingest.TestRegistry;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import dev.kith.ingest.wire.Schemas;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("A replayed dead letter")
class ReplayTest {
  private final LateRegistry registry = new LateRegistry();
  private final Pipeline pipeline = new Pipeline(registry);

  /** Knows no schema until it is told to. */
  private static final class LateRegistry implements Schemas {
    private TestRegistry schemas = new TestRegistry();
    private boolean knows;

    @Override
    public Schema byId(int id) throws BadRecordException {
      if (!knows) {
        throw new BadRecordException(Reason.UNKNOWN_SCHEMA, "the registry knows no schema " + id);
      }
      return schemas.byId(id);
    }
  }

  ReplayTest() {
    registry.schemas = pipeline.registry;
  }

  @AfterEach
  void close() {
    pipeline.close();
  }

  /** From now on the registry knows what it has to; returns the letters so far. */
  private List<TestRecord<byte[], byte[]>> mended() {
    registry.knows = true;
    return pipeline.deadLetters();
  }

  @SuppressWarnings("NullAway") // Kafka's class says nothing of nulls, and takes them
  private void send(String topic, byte[] key, byte @Nullable [] value, long timestamp) {
    pipeline.send(topic, new TestRecord<>(key, value, Instant.ofEpochMilli(timestamp)));
  }

  private void flattened(String user, int age, long timestamp) {
    byte[] key = pipeline.shop.key(USERS, user);
    send(USERS, key, pipeline.shop.flattenedUser(user, age, null, Map.of()), timestamp);
  }

  private void tombstone(String user, long timestamp) {
    send(USERS, pipeline.shop.key(USERS, user), null, timestamp);
  }

  private static int attempts(TestRecord<byte[], byte[]> letter) {
    return DeadLetters.source(letter.headers()).orElseThrow().attempts();
  }

  @Test
  @DisplayName("is taken as the record that it was")
  void taken() {
    pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
    pipeline.friends("c", 11, 1001, "a", "b", null);
    List<TestRecord<byte[], byte[]>> letters = mended();
    assertThat(pipeline.changes()).isEmpty();
    letters.forEach(pipeline::replay);
    assertThat(pipeline.changes())
        .containsExactlyInAnyOrder("user/u1 {age=30, city=Bonn}", "friends/a/b {}");
    assertThat(pipeline.deadLetters()).isEmpty();
  }

  @Test
  @DisplayName(
      "that is still bad is a dead letter again, of the same record, with one attempt more")
  void stillBad() {
    pipeline.send(USERS, pipeline.shop.key(USERS, "u1"), new byte[] {7});
    TestRecord<byte[], byte[]> first = pipeline.deadLetters().getFirst();
    assertThat(attempts(first)).isZero();
    pipeline.replay(first);
    TestRecord<byte[], byte[]> second = pipeline.deadLetters().getFirst();
    pipeline.replay(second);
    TestRecord<byte[], byte[]> third = pipeline.deadLetters().getFirst();
    assertThat(attempts(third)).isEqualTo(2);
    assertThat(third.value()).isEqualTo(first.value());
    assertThat(DeadLetters.source(third.headers()).orElseThrow().toString())
        .isEqualTo(DeadLetters.source(first.headers()).orElseThrow().toString())
        .isEqualTo(USERS + " 0@0");
    assertThat(third.headers().toArray()).hasSize(first.headers().toArray().length + 1);
  }

  @Test
  @DisplayName("of no source table, or none of Kith's, is a dead letter again")
  void impossible() {
    RecordHeaders headers = new RecordHeaders();
    headers.add(DeadLetters.TOPIC, "other".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    pipeline.send(Topics.REPLAYS, new TestRecord<>(new byte[0], new byte[0], headers));
    pipeline.send(Topics.REPLAYS, new byte[0], new byte[0]);
    assertThat(pipeline.deadLetters())
        .extracting(letter -> DeadLetters.text(letter.headers(), DeadLetters.CODE))
        .containsOnly(Reason.NOT_REPLAYABLE.name());
  }

  @Test
  @DisplayName("of a truncate is not taken: it would clear what came after it")
  void truncate() {
    pipeline.send(USERS, null, pipeline.shop.empty(USERS, "t", 10, 1000));
    TestRecord<byte[], byte[]> letter = mended().getFirst();
    pipeline.user("c", 9, 999, "u1", 30, "Bonn");
    assertThat(pipeline.changes()).hasSize(1);
    pipeline.replay(letter);
    assertThat(pipeline.changes()).isEmpty();
    assertThat(DeadLetters.text(pipeline.deadLetters().getFirst().headers(), DeadLetters.CODE))
        .isEqualTo(Reason.NOT_REPLAYABLE.name());
  }

  @Nested
  @DisplayName("with position and time")
  class Placed {

    @Test
    @DisplayName("does not undo what is newer")
    void newer() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      TestRecord<byte[], byte[]> letter = mended().getFirst();
      pipeline.user("u", 11, 1001, "u1", 31, "Bonn");
      pipeline.changes();
      pipeline.replay(letter);
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("does not bring back a row that was deleted after it")
    void deleted() {
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      TestRecord<byte[], byte[]> letter = mended().getFirst();
      pipeline.deleteUser(12, 1002, "u1");
      pipeline.tombstone(USERS, "u1");
      pipeline.changes();
      pipeline.replay(letter);
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("is taken where it is newer, though a re-delivery came after it in Kafka")
    void afterRedelivery() {
      pipeline.user("u", 20, 2000, "u1", 32, "Bonn");
      TestRecord<byte[], byte[]> letter = mended().getFirst();
      pipeline.user("c", 10, 1000, "u1", 30, "Bonn");
      pipeline.changes();
      pipeline.replay(letter);
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=32, city=Bonn}");
    }

    @Test
    @DisplayName(
        "goes by Kafka's order where position and time contradict each other: the source moved")
    void sourceMoved() {
      pipeline.user("u", 1000, 1000, "u1", 30, "Bonn");
      TestRecord<byte[], byte[]> letter = mended().getFirst();
      pipeline.user("u", 5, 2000, "u1", 31, "Bonn");
      pipeline.changes();
      pipeline.replay(letter);
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("does not stand for the tombstone that a dropped delete is followed by")
    void betweenDeleteAndTombstone() {
      pipeline.friends("c", 30, 3000, "a", "b", null);
      TestRecord<byte[], byte[]> letter = mended().getFirst();
      pipeline.friends("c", 20, 2000, "a", "b", null);
      pipeline.deleteFriends(10, 1000, "a", "b"); // a re-delivery, of which the other half follows
      pipeline.replay(letter);
      pipeline.tombstone(FRIENDSHIPS, "a", "b");
      assertThat(pipeline.changes()).containsExactly("friends/a/b {}", "friends/a/b {}");
    }
  }

  @Nested
  @DisplayName("with neither position nor time")
  class Unplaced {

    @Test
    @DisplayName("is dropped if a later record of its row was seen, a row or a tombstone")
    void later() {
      flattened("u1", 30, 1000);
      tombstone("u2", 1000);
      List<TestRecord<byte[], byte[]>> letters = mended();
      flattened("u1", 31, 1001);
      flattened("u2", 41, 1001);
      pipeline.changes();
      letters.forEach(pipeline::replay);
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("is dropped if the row was deleted by a later tombstone")
    void deletedLater() {
      flattened("u1", 30, 1000);
      TestRecord<byte[], byte[]> letter = mended().getFirst();
      tombstone("u1", 1001);
      pipeline.changes();
      pipeline.replay(letter);
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("is taken if nothing later of its row was seen")
    void last() {
      flattened("u1", 30, 1000);
      tombstone("u2", 1000);
      List<TestRecord<byte[], byte[]>> letters = mended();
      flattened("u9", 31, 1001);
      pipeline.changes();
      letters.forEach(pipeline::replay);
      assertThat(pipeline.changes()).containsExactlyInAnyOrder("user/u1 {age=30}", "user/u2 -");
    }

    @Test
    @DisplayName("is dropped in doubt: its offset is later, but its timestamp is older")
    void doubt() {
      byte[] key = pipeline.shop.key(Shop.USERS, "u1");
      byte[] old = pipeline.shop.flattenedUser("u1", 30, null, Map.of());
      pipeline.send(USERS, key, new byte[] {1}); // two offsets
      pipeline.send(USERS, new TestRecord<>(key, old, Instant.ofEpochMilli(900)));
      TestRecord<byte[], byte[]> letter = mended().getLast();
      // As after more partitions were added: a later record at an earlier offset of another one.
      RecordHeaders headers = new RecordHeaders(letter.headers().toArray());
      headers.remove(DeadLetters.OFFSET);
      headers.add(DeadLetters.OFFSET, "1000".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      flattened("u1", 31, 1000);
      pipeline.changes();
      pipeline.replay(new TestRecord<>(letter.key(), letter.value(), headers));
      assertThat(pipeline.changes()).isEmpty();
    }

    @Test
    @DisplayName("replayed twice changes nothing the second time")
    void twice() {
      flattened("u1", 30, 1000);
      TestRecord<byte[], byte[]> letter = mended().getFirst();
      pipeline.replay(letter);
      assertThat(pipeline.changes()).containsExactly("user/u1 {age=30}");
      pipeline.replay(letter);
      assertThat(pipeline.changes()).isEmpty();
    }
  }
}
