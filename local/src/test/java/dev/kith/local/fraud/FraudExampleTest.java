package dev.kith.local.fraud;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.kith.dgraph.Dgraph;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.Seeds;
import dev.kith.graph.config.Settings;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.local.Await;
import dev.kith.local.LocalKith;
import dev.kith.local.Opened;
import dev.kith.local.cli.KithCommand;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.local.source.BadLine;
import dev.kith.local.source.CdcPublisher;
import dev.kith.local.source.CsvFolder;
import dev.kith.local.source.Table;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.Source;
import dev.kith.serving.Serving;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("The fraud example, started as it is shipped,")
@ExtendWith(DgraphExtension.class)
class FraudExampleTest {
  private static final Path EXAMPLE = Path.of("../examples/fraud");
  private static final Path DATA = EXAMPLE.resolve("data");
  private static final String GRAPH = EXAMPLE.resolve("graph.yaml").toString();
  private static final String FEATURES = EXAMPLE.resolve("features.yaml").toString();
  private static final Map<String, String> FILES =
      Map.of("GRAPH_CONFIG", GRAPH, "FEATURES_CONFIG", FEATURES);
  private static final List<Duration> WINDOWS =
      List.of(Duration.ZERO, Duration.ofHours(1), Duration.ofDays(1), Duration.ofDays(7));
  private static final int MOMENTS = 25;
  private static final Pattern AS_OF = Pattern.compile("as of .* ago\\)");

  private static final Opened OPENED = new Opened();
  private static LocalKith kith;

  /** Where answers come from, by what they must say of that. */
  private static final Map<Source, FeatureStoreServiceBlockingStub> STUBS = new HashMap<>();

  @BeforeAll
  static void start(DgraphServer dgraph) throws Exception {
    try (Dgraph connection = Dgraph.connect(List.of(dgraph.address().split(",", -1)))) {
      connection.dropAll();
    }
    GraphSchema graph = GraphYaml.load(GRAPH);
    DataDirectory directory = OPENED.add(DataDirectory.open(Optional.empty()));
    kith =
        OPENED.add(
            LocalKith.start(
                FILES, new LocalKith.Ports(0, 0, 0, 0), directory, Optional.of(dgraph.address())));
    List<BadLine> bad = new ArrayList<>();
    try (CsvFolder csv =
            CsvFolder.open(DATA, graph, FeatureCatalogue.load(FEATURES, graph).entity());
        CdcPublisher publisher =
            new CdcPublisher(
                graph.sources().stream().map(Table::of).toList(),
                kith.kafka(),
                kith.registry(),
                InstantSource.system())) {
      csv.publish(publisher, bad::add, (rows, share) -> {});
    }
    assertThat(bad).isEmpty();
    kith.awaitCaughtUp(left -> {});

    Map<String, String> settings = new HashMap<>(FILES);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kith.kafka());
    settings.put("DGRAPH_ALPHA_HOST", dgraph.address());
    settings.put("GRAPH_SOURCE", "dgraph");
    settings.put("GRPC_HOST", "127.0.0.1");
    settings.put("GRPC_PORT", "0");
    Serving onDgraph = OPENED.add(new Serving(new Settings(settings, Serving.SETTINGS)));
    onDgraph.start();
    Await.until("Dgraph can be asked", onDgraph::ready);
    STUBS.put(Source.REPLICA, stub(kith.grpc()));
    STUBS.put(Source.DGRAPH, stub("127.0.0.1:" + onDgraph.port()));
    for (Source source : STUBS.keySet()) {
      Instant before = Instant.parse("2023-01-01T00:00:00Z"); // when nobody had paid
      Map<String, FraudOracle.Value> victor = FraudOracle.features(DATA, "victor", before);
      Await.until("means are known", () -> ask(source, "victor", before).equals(victor));
    }
  }

  @AfterAll
  static void stop() {
    OPENED.close();
  }

  @Test
  @DisplayName(
      "gives every feature of every user as loops over the files have it, from both sources")
  void everyFeature() {
    Seeds.each(
        1,
        seed -> {
          for (Instant now : moments(new Random(seed))) {
            for (CsvRow user : CsvRow.read(DATA.resolve("users.csv"))) {
              String key = user.text("user_id");
              Map<String, FraudOracle.Value> expected = FraudOracle.features(DATA, key, now);
              for (Source source : STUBS.keySet()) {
                assertThat(ask(source, key, now))
                    .as("%s at %s, from %s", key, now, source)
                    .containsExactlyInAnyOrderEntriesOf(expected);
              }
            }
          }
        });
  }

  @Test
  @DisplayName("answers what its README says")
  void readme() throws IOException {
    List<String> lines = Files.readAllLines(EXAMPLE.resolve("README.md"));
    int shown = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).startsWith("$ ./kith get ")) {
        List<String> answer = lines.subList(i + 1, lines.size());
        int end = 0;
        while (!answer.get(end).startsWith("$ ") && !answer.get(end).equals("```")) {
          end++;
        }
        String command = lines.get(i).substring("$ ./kith ".length());
        assertThat(timeless(run((command + " --address " + kith.grpc()).split(" ", -1)).lines()))
            .as(command)
            .isEqualTo(timeless(answer.subList(0, end).stream()));
        shown++;
      }
    }
    assertThat(shown).isPositive();
  }

  /** An answer says how fresh it is, which is another time whenever it is asked for. */
  private static List<String> timeless(Stream<String> lines) {
    return lines.map(line -> AS_OF.matcher(line).replaceFirst("as of then")).toList();
  }

  @Test
  @DisplayName("has files that validate, and calls whom it does not know by the graph's name")
  void commands() {
    assertThat(run("features", "validate", "--graph", GRAPH, FEATURES))
        .startsWith(FEATURES + " is valid.");
    assertThat(run("get", "trent", "--address", kith.grpc()))
        .isEqualTo("kith: NOT_FOUND: no user 'trent'\n");
  }

  /** When something happens in the example, or leaves a window, and the moment before that. */
  private static List<Instant> moments(Random random) throws IOException {
    TreeSet<Instant> all = new TreeSet<>();
    for (String file : List.of("user_devices", "user_cards", "logins", "payments")) {
      for (CsvRow row : CsvRow.read(DATA.resolve(file + ".csv"))) {
        for (String column : List.of("first_seen_at", "added_at", "logged_in_at", "paid_at")) {
          if (row.has(column)) {
            Instant time = row.time(column).plus(WINDOWS.get(random.nextInt(WINDOWS.size())));
            all.add(random.nextBoolean() ? time : time.minusNanos(1_000));
          }
        }
      }
    }
    List<Instant> moments = new ArrayList<>();
    moments.add(Instant.parse("2026-03-06T18:00:00Z"));
    moments.add(all.last().plus(Duration.ofDays(60)));
    random.ints(MOMENTS, 0, all.size()).forEach(i -> moments.add(List.copyOf(all).get(i)));
    return moments;
  }

  private static Map<String, FraudOracle.Value> ask(Source source, String user, Instant at) {
    GetGraphFeaturesResponse response =
        Optional.ofNullable(STUBS.get(source))
            .orElseThrow()
            .withDeadlineAfter(30, TimeUnit.SECONDS)
            .getGraphFeatures(
                GetGraphFeaturesRequest.newBuilder()
                    .setUserId(user)
                    .setAt(
                        Timestamp.newBuilder()
                            .setSeconds(at.getEpochSecond())
                            .setNanos(at.getNano()))
                    .build());
    assertThat(response.getSource()).isEqualTo(source);
    assertThat(response.getStatusMap().values()).isSubsetOf(FeatureStatus.DEFAULTED);
    Map<String, FraudOracle.Value> answer = new HashMap<>();
    response
        .getFeatures()
        .getFieldsMap()
        .forEach(
            (name, value) ->
                answer.put(
                    name,
                    new FraudOracle.Value(
                        value(value),
                        response.getStatusOrDefault(name, FeatureStatus.OK)
                            == FeatureStatus.DEFAULTED)));
    return answer;
  }

  private static @Nullable Object value(Value value) {
    return switch (value.getKindCase()) {
      case NUMBER_VALUE -> value.getNumberValue();
      case STRING_VALUE -> value.getStringValue();
      case BOOL_VALUE -> value.getBoolValue();
      case NULL_VALUE -> null;
      default -> throw new IllegalArgumentException("no value of a feature: " + value);
    };
  }

  private static FeatureStoreServiceBlockingStub stub(String address) {
    ManagedChannel channel = NettyChannelBuilder.forTarget(address).usePlaintext().build();
    OPENED.add(channel::shutdownNow);
    return FeatureStoreServiceGrpc.newBlockingStub(channel);
  }

  /** What the command prints, on both streams. */
  private static String run(String... args) {
    StringWriter out = new StringWriter();
    PrintWriter writer = new PrintWriter(out, true);
    KithCommand.commandLine().setOut(writer).setErr(writer).execute(args);
    return out.toString();
  }
}
