package dev.kith.ingest.verify;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.GraphMender;
import dev.kith.dgraph.GraphReader;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.ingest.Await;
import dev.kith.ingest.TestBroker;
import dev.kith.ingest.write.ChangeConsumer;
import dev.kith.ingest.write.ChangeStore;
import dev.kith.ingest.write.WriterListener;
import dev.kith.tools.dgraph.DgraphServer;
import io.dgraph.DgraphGrpc;
import io.dgraph.DgraphProto.Mutation;
import io.dgraph.DgraphProto.Request;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/**
 * A topic of changes of the contract's graph, a real Dgraph, and the writer between the two, which
 * runs when it is told to.
 */
final class VerifyRig implements AutoCloseable {
  static final int PARTITIONS = 3;
  static final ChangeCodec CODEC = new ChangeCodec(SCHEMA);

  private final TestBroker broker;
  private final Dgraph dgraph;
  private final ManagedChannel raw;
  private KafkaProducer<byte[], byte[]> producer;
  private final AtomicReference<String> failure = new AtomicReference<>("");
  private @Nullable ChangeConsumer writer;

  VerifyRig(TestBroker broker, DgraphServer server) {
    this.broker = broker;
    this.dgraph = Dgraph.connect(List.of(server.address().split(",", -1)));
    this.raw =
        NettyChannelBuilder.forTarget(server.address().split(",", -1)[0]).usePlaintext().build();
    this.producer = newProducer();
  }

  private KafkaProducer<byte[], byte[]> newProducer() {
    Map<String, Object> properties = kafka();
    // A topic that was made anew confuses the numbers of an idempotent producer; this keeps order.
    properties.put("enable.idempotence", "false");
    properties.put("max.in.flight.requests.per.connection", 1);
    return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
  }

  Map<String, Object> kafka() {
    return new HashMap<>(Map.of("bootstrap.servers", broker.address(), "linger.ms", "5"));
  }

  Dgraph dgraph() {
    return dgraph;
  }

  /** An empty Dgraph, and an empty topic with more settings than that it is compacted. */
  void begin(Map<String, String> topic) throws Exception {
    stopWriter();
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    newTopic(topic);
  }

  /** An empty topic, where Dgraph holds what the last one said. */
  void newTopic(Map<String, String> topic) throws Exception {
    broker.clear();
    producer.close(); // it remembers the topic
    producer = newProducer();
    Map<String, String> configs = new HashMap<>(topic);
    configs.put("cleanup.policy", "compact");
    broker
        .admin()
        .createTopics(
            List.of(
                new NewTopic(Topics.GRAPH_CHANGES, Optional.of(PARTITIONS), Optional.empty())
                    .configs(configs)))
        .all()
        .get();
  }

  void publish(Iterable<GraphChange> changes) {
    for (GraphChange change : changes) {
      var _ =
          producer.send(
              new ProducerRecord<>(
                  Topics.GRAPH_CHANGES, CODEC.key(change.element()), CODEC.value(change)));
    }
    producer.flush();
  }

  void startWriter() throws Exception {
    DgraphWriter to = new DgraphWriter(dgraph, SCHEMA, topicId());
    ChangeConsumer started =
        ChangeConsumer.of(kafka(), ChangeStore.of(to), CODEC, WriterListener.none(), failure::set);
    started.start();
    writer = started;
  }

  void stopWriter() {
    if (writer != null) {
      writer.close();
      writer = null;
    }
    assertThat(failure.get()).isEmpty();
  }

  /** Waits until all that is published is in Dgraph. */
  void awaitWritten() {
    awaitBehindAtMost(0);
  }

  /** Waits until Dgraph has all that is published but so many changes. */
  void awaitBehindAtMost(long changes) {
    try (ChangeLog log = log()) {
      GraphReader reader = reader(log);
      long ends = ChangeLog.sum(log.ends());
      Await.until(
          "the changes are in Dgraph", () -> ends - ChangeLog.sum(positions(reader)) <= changes);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static Map<Integer, Long> positions(GraphReader reader) {
    try {
      return reader.positions();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Publishes changes and has them written. */
  void fill(Iterable<GraphChange> changes) throws Exception {
    publish(changes);
    startWriter();
    awaitWritten();
    stopWriter();
  }

  ChangeLog log() throws CannotTellException {
    return ChangeLog.open(kafka(), CODEC);
  }

  String topicId() throws CannotTellException {
    try (ChangeLog log = log()) {
      return log.topicId();
    }
  }

  GraphReader reader(ChangeLog log) {
    return new GraphReader(dgraph, SCHEMA, log.topicId());
  }

  Report verify() throws CannotTellException {
    try (ChangeLog log = log()) {
      return verify(log, new DgraphStore(reader(log)));
    }
  }

  Report verify(ChangeLog log, StoredGraph store) throws CannotTellException {
    return new Comparison(
            log, SCHEMA, store, new Patience(Duration.ofSeconds(2)), (step, done, total) -> {})
        .run();
  }

  /** Verifies and mends until there is no difference, at most that often; the last report. */
  Report repair(int rounds) throws CannotTellException {
    Report report = verify();
    for (int round = 0; round < rounds && !report.clean(); round++) {
      try (ChangeLog log = log()) {
        new Repair(
                log,
                new DgraphWriter(dgraph, SCHEMA, log.topicId()),
                new GraphMender(dgraph, SCHEMA, log.topicId()),
                (step, done, total) -> {})
            .mend(report);
      }
      report = verify();
    }
    return report;
  }

  /** What a difference, or something beside, is called. */
  static List<String> texts(Report report) {
    return java.util.stream.Stream.concat(
            report.differences().stream().map(d -> d.text(report.store())),
            report.strays().stream().map(stray -> stray.what()))
        .toList();
  }

  /**
   * Writes statements past Kith. Those to be deleted come first; {@code $x} is a variable of the
   * query.
   */
  void damage(String query, String set, String deleted) {
    // Dgraph refuses variables that are not used.
    String used = query.replaceAll("(\\w+) as ", "used_$1(func: uid($1)) { uid } $1 as ");
    Mutation mutation =
        Mutation.newBuilder()
            .setSetNquads(ByteString.copyFromUtf8(set.replaceAll("\\$(\\w+)", "uid($1)")))
            .setDelNquads(ByteString.copyFromUtf8(deleted.replaceAll("\\$(\\w+)", "uid($1)")))
            .build();
    var _ =
        DgraphGrpc.newBlockingStub(raw)
            .query(
                Request.newBuilder()
                    .setQuery(used)
                    .addMutations(mutation)
                    .setCommitNow(true)
                    .build());
  }

  /** The answer to a query past Kith, as JSON. */
  String query(String dql) {
    return DgraphGrpc.newBlockingStub(raw)
        .query(Request.newBuilder().setQuery(dql).setReadOnly(true).build())
        .getJson()
        .toStringUtf8();
  }

  @Override
  public void close() {
    stopWriter();
    producer.close();
    raw.shutdownNow();
    dgraph.close();
  }
}
