package dev.kith.ingest.topology;

import dev.kith.graph.Row;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.Shop;
import dev.kith.ingest.TempFolder;
import dev.kith.ingest.TestRegistry;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.wire.ConfluentReader;
import dev.kith.ingest.wire.RecordReader;
import dev.kith.ingest.wire.Schemas;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The whole topology without a broker: CDC records in, graph changes and dead letters out. */
final class Pipeline implements AutoCloseable {
  private static final String CHANGES_ID = "id";

  final TestRegistry registry = new TestRegistry();
  final Shop shop = new Shop(registry);

  private final GraphSchema graph = GraphYaml.load("");
  private final ChangeCodec codec = new ChangeCodec(graph);
  private final TempFolder state = TempFolder.create();
  private final TopologyTestDriver driver;
  private final Map<String, TestInputTopic<byte[], byte[]>> inputs = new HashMap<>();
  private final TestOutputTopic<byte[], byte[]> changes;
  private final TestOutputTopic<byte[], byte[]> letters;

  Pipeline() {
    this(null);
  }

  /**
   * @param schemas where to read the schemas from; those of {@link #registry} if null
   */
  Pipeline(@Nullable Schemas schemas) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
    properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:0");
    properties.put(StreamsConfig.STATE_DIR_CONFIG, state.path().toString());
    Schemas read = schemas == null ? registry : schemas;
    Readers readers =
        new Readers() {
          @Override
          public RecordReader newKeyReader() {
            return new ConfluentReader(read);
          }

          @Override
          public RecordReader newValueReader() {
            return new ConfluentReader(read);
          }
        };
    driver =
        new TopologyTestDriver(
            IngestTopology.build(
                graph, readers, 2, CHANGES_ID, DeadLetters.LARGEST_RECORD, TopologyListener.none()),
            properties);
    ByteArrayDeserializer bytes = new ByteArrayDeserializer();
    changes = driver.createOutputTopic(Topics.GRAPH_CHANGES, bytes, bytes);
    letters = driver.createOutputTopic(Topics.DEAD_LETTERS, bytes, bytes);
  }

  void send(String topic, byte @Nullable [] key, byte @Nullable [] value) {
    send(topic, record(key, value));
  }

  void send(String topic, TestRecord<byte[], byte[]> record) {
    inputs
        .computeIfAbsent(
            topic,
            name ->
                driver.createInputTopic(name, new ByteArraySerializer(), new ByteArraySerializer()))
        .pipeInput(record);
  }

  @SuppressWarnings("NullAway") // Kafka's class says nothing of nulls, and takes them
  private static TestRecord<byte[], byte[]> record(byte @Nullable [] key, byte @Nullable [] value) {
    return new TestRecord<>(key, value);
  }

  /** Sends a dead letter to be tried again. */
  void replay(TestRecord<byte[], byte[]> letter) {
    send(
        Topics.REPLAYS,
        new TestRecord<>(letter.key(), letter.value(), DeadLetters.replay(letter.headers())));
  }

  /** A user's envelope with its key. */
  void user(
      String op, long lsn, long tsMs, String id, @Nullable Integer age, @Nullable String city) {
    send(
        Shop.USERS,
        shop.key(Shop.USERS, id),
        shop.put(Shop.USERS, op, lsn, tsMs, id, age, city, null));
  }

  void deleteUser(long lsn, long tsMs, String id) {
    send(Shop.USERS, shop.key(Shop.USERS, id), shop.delete(Shop.USERS, lsn, tsMs, id));
  }

  void friends(String op, long lsn, long tsMs, String user, String friend, @Nullable String since) {
    send(
        Shop.FRIENDSHIPS,
        shop.key(Shop.FRIENDSHIPS, user, friend),
        shop.put(Shop.FRIENDSHIPS, op, lsn, tsMs, user, friend, since));
  }

  void deleteFriends(long lsn, long tsMs, String user, String friend) {
    send(
        Shop.FRIENDSHIPS,
        shop.key(Shop.FRIENDSHIPS, user, friend),
        shop.delete(Shop.FRIENDSHIPS, lsn, tsMs, user, friend));
  }

  void truncate(String topic, long lsn, long tsMs) {
    send(topic, null, shop.empty(topic, "t", lsn, tsMs));
  }

  void tombstone(String topic, String... key) {
    send(topic, shop.key(topic, key), null);
  }

  /** What came out since it was last asked, as text: {@code user/u1 {age=5}}, {@code user/u1 -}. */
  List<String> changes() {
    List<String> out = new ArrayList<>();
    for (KeyValue<byte[], byte[]> record : changes.readKeyValuesToList()) {
      try {
        out.add(text(codec.decode(record.key, record.value).orElseThrow()));
      } catch (MalformedChangeException e) {
        throw new AssertionError(e);
      }
    }
    return out;
  }

  /** The last change that came out; fails if none did. */
  String lastChange() {
    return changes().getLast();
  }

  List<TestRecord<byte[], byte[]>> deadLetters() {
    return letters.readRecordsToList();
  }

  /** The reasons of the dead letters since they were last asked for. */
  List<String> reasons() {
    return deadLetters().stream()
        .map(
            letter ->
                new String(
                    letter.headers().lastHeader("kith.reason").value(), StandardCharsets.UTF_8))
        .toList();
  }

  private String text(GraphChange change) {
    String key = new String(codec.key(change.element()), StandardCharsets.UTF_8);
    return key
        + " "
        + switch (change) {
          case GraphChange.PutNode put -> values(put.element().type().attributes(), put.row());
          case GraphChange.PutPair put -> values(put.element().type().attributes(), put.row());
          case GraphChange.PutEdge put ->
              put.from()
                  + "→"
                  + put.to()
                  + " "
                  + values(put.element().type().attributes(), put.row());
          case GraphChange.Remove remove -> "-";
        };
  }

  private static String values(List<Attribute> attributes, Row row) {
    Map<String, Object> values = new TreeMap<>();
    for (Attribute attribute : attributes) {
      if (row.has(attribute)) {
        values.put(attribute.name(), row.value(attribute));
      }
    }
    return values.toString();
  }

  @Override
  public void close() {
    driver.close();
    state.close();
  }
}
