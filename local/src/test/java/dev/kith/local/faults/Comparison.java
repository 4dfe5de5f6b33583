package dev.kith.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Table;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.config.Settings;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.verify.CannotTellException;
import dev.kith.ingest.verify.Report;
import dev.kith.ingest.verify.Verifier;
import dev.kith.local.DgraphContents;
import dev.kith.local.GrpcCheck;
import dev.kith.proto.v1.Source;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Compares all that Kith holds with what the oracle makes of the events that Kafka holds, in
 * Kafka's order. Not thread-safe.
 */
final class Comparison implements AutoCloseable {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ChangeCodec CODEC = new ChangeCodec(SCHEMA);
  private static final ExpectedChanges EXPECTED = new ExpectedChanges(SCHEMA);
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final Duration AS_OF_PATIENCE = Duration.ofSeconds(60);

  private final Installation kith;
  private final Load load;
  private final TopicReader cdc;
  private final TopicReader changes;
  private final DgraphContents dgraph;
  private final Rows rows = new Rows();
  private final BitSet inKafka = new BitSet();
  private final Map<Element, GraphChange> graph = new HashMap<>();

  Comparison(Installation kith, Load load) {
    this.kith = kith;
    this.load = load;
    cdc = new TopicReader(kith.kafka(), Arrays.stream(Table.values()).map(Table::topic).toList());
    changes = new TopicReader(kith.kafka(), List.of(Topics.GRAPH_CHANGES));
    dgraph = DgraphContents.at(kith.alpha());
  }

  /** Takes in what was published; the load is paused. */
  void readEvents() {
    cdc.readOn(
        record -> {
          int number =
              Integer.parseInt(new String(record.headers().lastHeader(Load.NUMBER).value(), UTF_8));
          inKafka.set(number);
          rows.take(load.event(number));
        });
    if (inKafka.cardinality() != load.published()) {
      throw new AssertionError(
          "the broker lost %d of %d events that it had acknowledged"
              .formatted(load.published() - inKafka.cardinality(), load.published()));
    }
  }

  /** How many elements the graph should have. */
  int elements() {
    return EXPECTED.graph(rows).size();
  }

  /**
   * What is not as it should be now, of the topic of changes, Dgraph and the features of every
   * user; of the first of these that is not.
   */
  Findings look() throws JsonProcessingException {
    Findings findings = Findings.none();
    lookAtTopic(findings);
    if (findings.isEmpty()) {
      lookAtDgraph(findings);
    }
    if (findings.isEmpty()) {
      lookAtFeatures(findings);
    }
    return findings;
  }

  /** Waits until the answers say that they have all that Kafka has. */
  void awaitAsOf() {
    for (int port : List.of(kith.replicaPort(), kith.dgraphPort())) {
      if (!GrpcCheck.comesUpToNow(port, AS_OF_PATIENCE)) {
        throw new AssertionError(
            "as_of stands still at port %d, though all is there".formatted(port));
      }
    }
  }

  /** Has {@code kith verify} compare Dgraph and the replica with the topic of changes. */
  void verify() throws CannotTellException {
    Settings settings =
        new Settings(
            Map.of("KAFKA_BOOTSTRAP_SERVERS", kith.kafka(), "DGRAPH_ALPHA_HOST", kith.alpha()),
            Verifier.SETTINGS);
    try (Verifier verifier = new Verifier(settings, (step, done, total) -> {})) {
      for (Report report :
          List.of(verifier.verifyDgraph(), verifier.verifyServing(kith.replicaAdmin()))) {
        if (!report.clean() || report.inFlight() > 0 || report.elements() != elements()) {
          throw new AssertionError("kith verify, of %d elements: %s".formatted(elements(), report));
        }
      }
    }
  }

  /** What Kafka holds of some elements of which the topic of changes has something else. */
  String stories() {
    Map<Element, GraphChange> expected = EXPECTED.graph(rows);
    Set<Element> elements = new HashSet<>(expected.keySet());
    elements.addAll(graph.keySet());
    return elements.stream()
        .filter(e -> !Objects.equals(expected.get(e), graph.get(e)))
        .limit(3)
        .map(e -> Story.of(e, kith, load))
        .collect(joining());
  }

  @Override
  public void close() {
    cdc.close();
    changes.close();
    dgraph.close();
  }

  private void lookAtTopic(Findings findings) {
    changes.readOn(this::apply);
    findings.compare(Topics.GRAPH_CHANGES, EXPECTED.graph(rows), graph);
  }

  private void apply(ConsumerRecord<byte[], byte[]> record) {
    if (WatermarkCodec.isKey(record.key())) {
      return;
    }
    try {
      GraphChange change = CODEC.decode(record.key(), record.value()).orElseThrow();
      if (change instanceof GraphChange.Remove) {
        graph.remove(change.element());
      } else {
        graph.put(change.element(), change);
      }
    } catch (MalformedChangeException e) {
      throw new AssertionError("a change that can't be read", e);
    }
  }

  private void lookAtDgraph(Findings findings) throws JsonProcessingException {
    DgraphContents.Contents expected = DgraphContents.expected(rows);
    try {
      DgraphContents.Contents actual = dgraph.read();
      findings.compare("Dgraph", expected.nodes(), actual.nodes());
      findings.compare("Dgraph", expected.edges(), actual.edges());
    } catch (StatusRuntimeException e) {
      findings.lost().add("Dgraph does not answer: " + e.getMessage());
    }
  }

  private void lookAtFeatures(Findings findings) {
    Set<String> users = load.users();
    users.add("nobody");
    lookAtFeatures(findings, kith.replicaPort(), Source.REPLICA, users);
    lookAtFeatures(findings, kith.dgraphPort(), Source.DGRAPH, users);
  }

  private void lookAtFeatures(Findings findings, int port, Source source, Set<String> users) {
    if (findings.isEmpty()) {
      List<Long> now = load.nows().subList(0, 1);
      findings.wrong().addAll(GrpcCheck.differences(port, source, rows, users, now, PATIENCE));
    }
  }
}
