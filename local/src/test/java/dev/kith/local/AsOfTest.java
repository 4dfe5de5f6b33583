package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.features.oracle.Table;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.RecordPosition;
import dev.kith.proto.v1.Source;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * One user gets friends, one by one, while he is asked about without a pause. They are fewer than
 * the limit of the hop to them.
 */
@DisplayName("On real parts, what an answer says of itself is true:")
@ExtendWith(DgraphExtension.class)
@Timeout(300)
class AsOfTest {
  private static final String HUB = "hub";
  private static final List<Source> SOURCES = List.of(Source.REPLICA, Source.DGRAPH);

  /** How many friends had reached Kafka when: known to be there from that time on. */
  private final ConcurrentSkipListMap<Long, Integer> arrived = new ConcurrentSkipListMap<>();

  private final AtomicInteger friends = new AtomicInteger();
  private final List<String> lies = new CopyOnWriteArrayList<>();

  /** Counts answers that claim something, by source. */
  private final Map<Source, Integer> claims = new ConcurrentHashMap<>();

  private final AtomicBoolean over = new AtomicBoolean();

  private @Nullable DebeziumEvents encoder;

  @Test
  @DisplayName("what reached Kafka before as_of is in it, whatever happens to ingest")
  void asOf(@TempDir Path directory, DgraphServer dgraph) throws Exception {
    try (KithOnRealParts kith = new KithOnRealParts(directory, dgraph);
        KafkaProducer<byte[], byte[]> plain = producer(kith, Map.of());
        KafkaProducer<byte[], byte[]> transactional =
            producer(kith, Map.of("transactional.id", "source"))) {
      begin(kith, plain);
      transactional.initTransactions();
      List<Thread> askers = SOURCES.stream().map(source -> asker(kith, source)).toList();
      befriend(plain, 80);
      transact(transactional, 7);
      kith.stopIngest();
      befriend(plain, 20); // nobody tells of them
      kith.startIngest();
      befriend(plain, 80);
      kith.stopIngest();
      kith.loseState();
      kith.startIngest();
      transact(transactional, 7);
      befriend(plain, 60);
      long last = micros();
      for (Source source : SOURCES) {
        assertThat(ask(kith, source, hub().setMustIncludeUntil(Timestamps.fromMicros(last))))
            .isEqualTo(friends.get());
      }
      over.set(true);
      for (Thread asker : askers) {
        asker.join();
      }
      assertThat(lies).isEmpty();
      assertThat(claims).containsOnlyKeys(SOURCES);
    }
  }

  @Test
  @DisplayName("what a caller requires is there, or the answer is a failure")
  void required(@TempDir Path directory, DgraphServer dgraph) throws Exception {
    try (KithOnRealParts kith = new KithOnRealParts(directory, dgraph);
        KafkaProducer<byte[], byte[]> plain = producer(kith, Map.of())) {
      begin(kith, plain);
      for (int i = 1; i <= 20; i++) {
        RecordMetadata event = befriend(plain);
        Source source = SOURCES.get(i % 2);
        assertThat(ask(kith, source, hubWith(event))).isEqualTo(i);
      }
      for (Source source : SOURCES) {
        ask(kith, source, hub().setMaxStaleness(Durations.fromSeconds(20)));
        // So soon nothing can have arrived; it is waited for.
        ask(kith, source, hub().setMustIncludeUntil(Timestamps.fromMicros(micros())));
      }
      kith.stopIngest();
      RecordMetadata untold = befriend(plain);
      for (Source source : SOURCES) {
        assertLate(kith, source, hub().setMaxStaleness(Durations.fromMillis(1)), "ago; max_");
        assertLate(kith, source, hubWith(untold), "offset " + untold.offset() + " is asked for");
        assertThat(ask(kith, source, hub())).isEqualTo(20);
      }
      kith.startIngest();
      for (Source source : SOURCES) {
        assertThat(ask(kith, source, hubWith(untold))).isEqualTo(21);
      }
    }
  }

  private void begin(KithOnRealParts kith, KafkaProducer<byte[], byte[]> producer)
      throws Exception {
    encoder = kith.encoder(DebeziumEvents.Form.ENVELOPE);
    kith.startIngest();
    kith.startServing();
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("user_id", HUB);
    row.put("age", null);
    row.put("city", null);
    row.put("created_at", null);
    producer.send(record(Table.USERS, List.of(HUB), row)).get();
    kith.awaitCaughtUp();
  }

  private ProducerRecord<byte[], byte[]> friendship(int number) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("user_id", HUB);
    row.put("friend_id", "f" + number);
    row.put("since", null);
    return record(Table.FRIENDSHIPS, List.of(HUB, "f" + number), row);
  }

  private ProducerRecord<byte[], byte[]> record(
      Table table, List<String> key, Map<String, @Nullable Object> row) {
    long now = System.currentTimeMillis();
    SourceEvent event =
        new SourceEvent(table, SourceEvent.Op.CREATE, key, null, new Rows.SourceRow(row), now, now);
    DebeziumEvents.Bytes bytes = Objects.requireNonNull(encoder).encode(event);
    return new ProducerRecord<>(table.topic(), bytes.key(), bytes.value());
  }

  private RecordMetadata befriend(KafkaProducer<byte[], byte[]> producer) throws Exception {
    RecordMetadata sent = producer.send(friendship(friends.get() + 1)).get();
    arrived.put(micros(), friends.incrementAndGet());
    return sent;
  }

  private void befriend(KafkaProducer<byte[], byte[]> producer, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      befriend(producer);
    }
  }

  /** Ten at a time; between them a transaction that is aborted, with friends that never are. */
  private void transact(KafkaProducer<byte[], byte[]> producer, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      producer.beginTransaction();
      for (int friend = 1; friend <= 10; friend++) {
        var _ = producer.send(friendship(friends.get() + friend)).get();
      }
      producer.commitTransaction();
      arrived.put(micros(), friends.addAndGet(10));
      producer.beginTransaction();
      var _ = producer.send(friendship(1_000_000 + i)).get();
      producer.abortTransaction();
    }
  }

  private Thread asker(KithOnRealParts kith, Source source) {
    ManagedChannel channel = channel(kith, source);
    return Thread.ofVirtual()
        .start(
            () -> {
              try {
                FeatureStoreServiceBlockingStub stub =
                    FeatureStoreServiceGrpc.newBlockingStub(channel);
                while (!over.get()) {
                  check(
                      source,
                      stub.withDeadlineAfter(30, TimeUnit.SECONDS).getGraphFeatures(hub().build()));
                }
              } catch (StatusRuntimeException e) {
                lies.add(source + " does not answer: " + e);
              } finally {
                channel.shutdownNow();
              }
            });
  }

  private void check(Source source, GetGraphFeaturesResponse answer) {
    Map.Entry<Long, Integer> before =
        answer.hasAsOf() ? arrived.lowerEntry(Timestamps.toMicros(answer.getAsOf())) : null;
    if (before != null) {
      claims.merge(source, 1, Integer::sum);
      if (friends(answer) < before.getValue()) {
        lies.add(
            "%s: as of %s it has %d friends, and not the %d that had come %d us before"
                .formatted(
                    source,
                    Timestamps.toString(answer.getAsOf()),
                    friends(answer),
                    before.getValue(),
                    Timestamps.toMicros(answer.getAsOf()) - before.getKey()));
      }
    }
  }

  private static GetGraphFeaturesRequest.Builder hub() {
    return GetGraphFeaturesRequest.newBuilder().setUserId(HUB).addFeatureNames("friend_count");
  }

  private static GetGraphFeaturesRequest.Builder hubWith(RecordMetadata event) {
    return hub()
        .addMustInclude(
            RecordPosition.newBuilder()
                .setTopic(event.topic())
                .setPartition(event.partition())
                .setOffset(event.offset()));
  }

  /** How many friends the hub has. */
  private static int ask(
      KithOnRealParts kith, Source source, GetGraphFeaturesRequest.Builder request) {
    return friends(ask(kith, source, request, 60_000));
  }

  private static void assertLate(
      KithOnRealParts kith,
      Source source,
      GetGraphFeaturesRequest.Builder request,
      String message) {
    assertThatThrownBy(() -> ask(kith, source, request, 3_000))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> {
              assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.FAILED_PRECONDITION);
              assertThat(e.getStatus().getDescription()).contains(message);
            });
  }

  private static GetGraphFeaturesResponse ask(
      KithOnRealParts kith,
      Source source,
      GetGraphFeaturesRequest.Builder request,
      long timeoutMillis) {
    ManagedChannel channel = channel(kith, source);
    try {
      return FeatureStoreServiceGrpc.newBlockingStub(channel)
          .withDeadlineAfter(timeoutMillis, TimeUnit.MILLISECONDS)
          .getGraphFeatures(request.build());
    } finally {
      channel.shutdownNow();
    }
  }

  private static ManagedChannel channel(KithOnRealParts kith, Source source) {
    return NettyChannelBuilder.forAddress("127.0.0.1", kith.port(source)).usePlaintext().build();
  }

  private static int friends(GetGraphFeaturesResponse answer) {
    return (int) answer.getFeatures().getFieldsOrThrow("friend_count").getNumberValue();
  }

  private static KafkaProducer<byte[], byte[]> producer(
      KithOnRealParts kith, Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("bootstrap.servers", kith.bootstrapServers());
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  private static long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
  }
}
