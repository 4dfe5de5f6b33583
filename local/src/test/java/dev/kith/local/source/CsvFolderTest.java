package dev.kith.local.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.groups.Tuple.tuple;

import dev.kith.graph.change.Topics;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.local.embedded.EmbeddedBroker;
import dev.kith.local.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder of CSV files")
class CsvFolderTest {
  private static final GraphSchema GRAPH = GraphYaml.load("");
  private static final NodeType USER = GRAPH.nodeType("user").orElseThrow();

  @TempDir Path folder;

  @Test
  @Timeout(180)
  @DisplayName(
      "is published: rows to the CDC topics, bad lines to the dead letters with file and line")
  void published() throws Exception {
    Files.writeString(folder.resolve("users.csv"), "user_id,age\nu1,30\nu2,old\nu3,\n");
    Files.writeString(folder.resolve("products.csv"), "product_id\n");
    Files.writeString(folder.resolve("friendships.csv"), "user_id,friend_id\nu1,u3\nu1\n");
    Files.writeString(
        folder.resolve("purchases.csv"), "purchase_id,user_id,product_id\no1,u3,p1\n");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), 0);
        CsvFolder csv = CsvFolder.open(folder, GRAPH, USER);
        CdcPublisher publisher =
            new CdcPublisher(
                GRAPH.sources().stream().map(Table::of).toList(),
                broker.bootstrapServers(),
                registry.url(),
                InstantSource.system())) {
      List<String> bad = new ArrayList<>();
      List<Double> shares = new ArrayList<>();

      long rows =
          csv.publish(publisher, line -> bad.add(line.toString()), (r, share) -> shares.add(share));

      assertThat(rows).isEqualTo(4);
      assertThat(csv.someEntity()).contains("u3");
      assertThat(bad)
          .containsExactly(
              "users.csv:3: age is not a whole number: 'old'",
              "friendships.csv:3: it has 1 fields, the header 2");
      assertThat(shares).isSorted().endsWith(1.0);
      assertThat(records(broker, "shop.public.users")).hasSize(2);
      assertThat(records(broker, "shop.public.friendships")).hasSize(1);
      assertThat(records(broker, "shop.public.purchases")).hasSize(1);
      assertThat(records(broker, Topics.DEAD_LETTERS))
          .extracting(
              record -> header(record, DeadLetters.TOPIC),
              record -> header(record, DeadLetters.OFFSET),
              record -> header(record, DeadLetters.REASON),
              record -> new String(record.value(), UTF_8))
          .containsExactlyInAnyOrder(
              tuple("users.csv", "3", "age is not a whole number: 'old'", "u2,old"),
              tuple("friendships.csv", "3", "it has 1 fields, the header 2", "u1"));
    }
  }

  @Test
  @DisplayName("has a file for each source of the graph, and names every one that is missing")
  void missingFiles() throws IOException {
    Files.writeString(folder.resolve("users.csv"), "user_id\n");
    assertThat(problems(GRAPH)).containsExactly("products.csv", "friendships.csv", "purchases.csv");
  }

  @Test
  @DisplayName("calls the files of tables with one name by their topics")
  void namesakes() {
    GraphSchema graph =
        GraphYaml.parse(
            "graph.yaml",
            """
            nodes:
              user: {key: user_id}
              guest: {key: guest_id}
              shop: {key: shop_id}
            sources:
              - {topic: eu.public.users, element: user, key: user_id}
              - {topic: us.public.users, element: guest, key: id}
              - {topic: shops, element: shop, key: id}
            """);
    assertThat(problems(graph))
        .containsExactly("eu.public.users.csv", "us.public.users.csv", "shops.csv");
  }

  @Test
  @Timeout(180)
  @DisplayName("shows the last one that can be asked about, at whichever end of an edge")
  void someEntity() throws Exception {
    GraphSchema graph =
        GraphYaml.parse(
            "graph.yaml",
            """
            nodes:
              user: {key: user_id}
              device: {key: device_id}
            edges:
              used_by: {from: device, to: user}
            sources:
              - {topic: users, element: user, key: id}
              - {topic: uses, element: used_by, ends: [device_id, user_id]}
              - {topic: devices, element: device, key: id}
            """);
    Files.writeString(folder.resolve("users.csv"), "id\nu1\nu2\n");
    Files.writeString(folder.resolve("uses.csv"), "device_id,user_id\nd1,u1\n");
    Files.writeString(folder.resolve("devices.csv"), "id\nd1\n");
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"), 0);
        EmbeddedRegistry registry = EmbeddedRegistry.start(folder.resolve("registry"), 0);
        CsvFolder csv = CsvFolder.open(folder, graph, graph.nodeType("user").orElseThrow());
        CdcPublisher publisher =
            new CdcPublisher(
                graph.sources().stream().map(Table::of).toList(),
                broker.bootstrapServers(),
                registry.url(),
                InstantSource.system())) {
      assertThat(csv.someEntity()).isEmpty();
      assertThat(csv.publish(publisher, bad -> {}, (rows, share) -> {})).isEqualTo(4);
      assertThat(csv.someEntity()).contains("u1");
    }
  }

  /** The files that can't be used. */
  private List<String> problems(GraphSchema graph) {
    return catchThrowableOfType(
            ConfigException.class,
            () -> CsvFolder.open(folder, graph, graph.nodeTypes().getFirst()))
        .problems()
        .stream()
        .map(problem -> Path.of(problem.file()).getFileName().toString())
        .toList();
  }

  private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /** Everything that the topic holds now. */
  private static List<ConsumerRecord<byte[], byte[]>> records(EmbeddedBroker broker, String topic) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", broker.bootstrapServers()),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(info -> new TopicPartition(topic, info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
        consumer.poll(Duration.ofMillis(100)).forEach(records::add);
      }
    }
    return records;
  }
}
