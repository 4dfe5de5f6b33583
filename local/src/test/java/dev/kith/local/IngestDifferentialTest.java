package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.RandomHistory.Order;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.topology.IngestTopology;
import dev.kith.ingest.topology.Readers;
import dev.kith.ingest.topology.TopologyListener;
import dev.kith.ingest.wire.ConfluentReader;
import dev.kith.ingest.wire.RecordReader;
import dev.kith.local.DebeziumEvents.Bytes;
import dev.kith.local.DebeziumEvents.Form;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.Schema;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The topology without a broker, so that many histories can be tried. */
@DisplayName("What ingest makes of a random history")
class IngestDifferentialTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges EXPECTED = new ExpectedChanges(SCHEMA);

  @Test
  @DisplayName("is the graph that the oracle makes of it, from Debezium's envelopes")
  void envelopes(@TempDir Path directory) {
    check(directory, Form.ENVELOPE, List.of(Order.BOTH));
  }

  @Test
  @DisplayName("is that graph from flattened rows, whatever they tell of position and time")
  void flattened(@TempDir Path directory) {
    check(
        directory,
        Form.FLATTENED,
        List.of(
            Order.BOTH, new Order(true, false), new Order(false, true), new Order(false, false)));
  }

  private static void check(Path directory, Form form, List<Order> orders) {
    List<Schema> registered = new ArrayList<>();
    DebeziumEvents encoder =
        new DebeziumEvents(
            form,
            (subject, schema) -> {
              registered.add(schema);
              return registered.size() - 1;
            });
    Readers readers = readers(registered);
    Seeds.each(
        100,
        seed -> {
          Order order = orders.get(Math.floorMod(seed, orders.size()));
          RandomHistory history = RandomHistory.of(seed, RandomHistory.Source.TROUBLED, order);
          Properties properties = new Properties();
          properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
          properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:0");
          properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("" + seed).toString());
          try (TopologyTestDriver driver =
              new TopologyTestDriver(
                  IngestTopology.build(
                      SCHEMA,
                      readers,
                      2,
                      "id",
                      DeadLetters.LARGEST_RECORD,
                      TopologyListener.none()),
                  properties)) {
            List<SourceEvent> events = form.of(history.events());
            assertThat(graph(driver, encoder, events))
                .as("with %s", order)
                .isEqualTo(EXPECTED.graph(Rows.after(events)));
            assertThat(driver.producedTopicNames()).doesNotContain(Topics.DEAD_LETTERS);
          }
        });
  }

  private static Map<Element, GraphChange> graph(
      TopologyTestDriver driver, DebeziumEvents encoder, List<SourceEvent> events)
      throws Exception {
    Map<String, TestInputTopic<byte[], byte[]>> topics = new HashMap<>();
    for (SourceEvent event : events) {
      Bytes bytes = encoder.encode(event);
      topics
          .computeIfAbsent(
              event.table().topic(),
              topic ->
                  driver.createInputTopic(
                      topic, new ByteArraySerializer(), new ByteArraySerializer()))
          .pipeInput(bytes.key(), bytes.value());
    }
    ChangeCodec codec = new ChangeCodec(SCHEMA);
    Map<Element, GraphChange> graph = new HashMap<>();
    for (KeyValue<byte[], byte[]> record :
        driver
            .createOutputTopic(
                Topics.GRAPH_CHANGES, new ByteArrayDeserializer(), new ByteArrayDeserializer())
            .readKeyValuesToList()) {
      GraphChange change = codec.decode(record.key, record.value).orElseThrow();
      if (change instanceof GraphChange.Remove) {
        graph.remove(change.element());
      } else {
        graph.put(change.element(), change);
      }
    }
    return graph;
  }

  private static Readers readers(List<Schema> byId) {
    return new Readers() {
      @Override
      public RecordReader newKeyReader() {
        return new ConfluentReader(byId::get);
      }

      @Override
      public RecordReader newValueReader() {
        return new ConfluentReader(byId::get);
      }
    };
  }
}
