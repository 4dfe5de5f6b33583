package dev.kith.ingest;

import dev.kith.admin.Monitor;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.config.Settings;
import dev.kith.graph.schema.GraphYaml;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** What it takes to run ingest on a real broker, with a registry over HTTP. */
final class IngestHarness implements AutoCloseable {
  final TestBroker broker;
  final HttpRegistry registry = new HttpRegistry();
  final TestRegistry schemas = new TestRegistry();
  final Shop shop = new Shop(schemas);

  private final Path state;

  /**
   * @param broker cleared
   */
  IngestHarness(TestBroker broker, Path state) {
    this.broker = broker;
    this.state = state;
  }

  /** An ingest without Dgraph, unless these settings say otherwise. */
  Ingest ingest(Map<String, String> more) {
    return ingest(more, Monitor.silent());
  }

  /** As above, with a monitor. */
  Ingest ingest(Map<String, String> more, Monitor monitor) {
    Map<String, String> environment = new HashMap<>();
    environment.put("KAFKA_BOOTSTRAP_SERVERS", broker.address());
    environment.put("SCHEMA_REGISTRY_URL", registry.url());
    environment.put("DGRAPH_ALPHA_HOST", "none");
    environment.put("STATE_DIR", state.toString());
    environment.putAll(more);
    return new Ingest(new Settings(environment, Ingest.SETTINGS), monitor);
  }

  Ingest started(Map<String, String> more) {
    Ingest ingest = ingest(more);
    ingest.start();
    return ingest;
  }

  void send(String topic, byte @Nullable [] key, byte @Nullable [] value) throws Exception {
    serveSchemas();
    broker.send(topic, key, value);
  }

  void serveSchemas() throws Exception {
    for (int id = 1; id <= schemas.size(); id++) {
      registry.serve(id, schemas.byId(id));
    }
  }

  /** A user whose position, time and age are these. */
  void sendUser(String id, long lsn, int age) throws Exception {
    send(
        Shop.USERS,
        shop.key(Shop.USERS, id),
        shop.put(Shop.USERS, "c", lsn, lsn, id, age, "Bonn", null));
  }

  /** So many users {@code u0}, {@code u1}, … whose position, time and age are these. */
  void sendUsers(int count, long lsn, int age) throws Exception {
    List<Map.Entry<byte[], byte[]>> users =
        IntStream.range(0, count)
            .mapToObj(
                i ->
                    Map.entry(
                        shop.key(Shop.USERS, "u" + i),
                        shop.put(Shop.USERS, "c", lsn, lsn, "u" + i, age, "Bonn", null)))
            .toList();
    serveSchemas();
    broker.sendAll(Shop.USERS, users);
  }

  static void awaitCaughtUp(Ingest ingest) throws Exception {
    Await.until(
        "all records are on the topic of changes, and all changes in Dgraph",
        () -> {
          if (ingest.failure().isPresent()) {
            throw new AssertionError(ingest.failure().get());
          }
          return ingest.sourceLag() == 0 && ingest.dgraphLag() == 0;
        });
  }

  /** The users that the topic of changes says there are, with their ages. */
  Map<String, Object> ages() throws Exception {
    ChangeCodec codec = new ChangeCodec(GraphYaml.load(""));
    Map<String, Object> ages = new TreeMap<>();
    for (ConsumerRecord<byte[], byte[]> record : broker.read(Topics.GRAPH_CHANGES)) {
      switch (codec.decode(record.key(), record.value()).orElseThrow()) {
        case GraphChange.PutNode put ->
            ages.put(
                put.element().key(),
                put.row().bits(put.element().type().attribute("age").orElseThrow()));
        case GraphChange.Remove(Element.Node user) -> ages.remove(user.key());
        default -> {}
      }
    }
    return ages;
  }

  @Override
  public void close() {
    registry.close();
  }
}
