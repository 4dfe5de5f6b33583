package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import dev.kith.admin.process.LogLevel;
import dev.kith.admin.process.StopRequest;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import dev.kith.local.LocalKith;
import dev.kith.local.Opened;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.local.shop.ShopProfile;
import dev.kith.local.shop.ShopTraffic;
import dev.kith.local.source.CdcPublisher;
import dev.kith.local.source.CsvFolder;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code kith up}. */
@Command(
    name = "up",
    description = {
      "Start all of Kith in one process on loopback: a broker, a registry, ingest and serving;"
          + " publish a shop, and show a user's features as they change. Ctrl-C stops it.",
      "",
      "FEATURES_CONFIG, GRAPH_CONFIG and LOG_LEVEL work as for ingest and serve."
    })
final class UpCommand implements Callable<Integer> {
  private static final Duration REFRESH = Duration.ofSeconds(2);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "50051",
      converter = Ports.Listen.class,
      description = "Port of the gRPC service; 0 for any free one. [${DEFAULT-VALUE}]")
  private int port;

  @Option(
      names = "--kafka-port",
      paramLabel = "PORT",
      defaultValue = "9092",
      converter = Ports.Listen.class,
      description = "Port of the broker; 0 for any free one. [${DEFAULT-VALUE}]")
  private int kafkaPort;

  @Option(
      names = "--registry-port",
      paramLabel = "PORT",
      defaultValue = "8081",
      converter = Ports.Listen.class,
      description = "Port of the schema registry; 0 for any free one. [${DEFAULT-VALUE}]")
  private int registryPort;

  @Option(
      names = "--admin-port",
      paramLabel = "PORT",
      defaultValue = "9101",
      converter = Ports.Listen.class,
      description =
          "Port of metrics, status and health, over HTTP; 0 for any free one. [${DEFAULT-VALUE}]")
  private int adminPort;

  @Option(
      names = "--data-dir",
      paramLabel = "DIR",
      description = "Keep everything here between starts. [a temporary folder]")
  private @Nullable Path dataDir;

  @Option(
      names = "--csv",
      paramLabel = "DIR",
      description =
          "Publish the CSV files of this folder instead of a simulated shop: one for each source of"
              + " graph.yaml, users.csv for topic shop.public.users.")
  private @Nullable Path csv;

  @Option(
      names = "--dgraph",
      paramLabel = "HOST:PORT",
      arity = "0..1",
      fallbackValue = "",
      converter = Ports.Address.class,
      description =
          "Also write to this Dgraph, and answer from it until the replica has caught up. Without"
              + " an address, start one, in Docker or built from source, and stop it at the end.")
  private @Nullable String dgraph;

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "500",
      description = "How many users the simulated shop starts with. [${DEFAULT-VALUE}]")
  private int users;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "4",
      description = "Changes a second in the simulated shop; 0 for none. [${DEFAULT-VALUE}]")
  private double rate;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed, another simulated shop. [${DEFAULT-VALUE}]")
  private long seed;

  @Override
  public Integer call() throws Exception {
    check();
    LogLevel.set(System.getenv(), Level.WARN);
    // Says that it lost its broker whenever the two are stopped together.
    LogLevel.quieten("org.apache.kafka.clients.NetworkClient");
    try (StopRequest stop = new StopRequest()) {
      try {
        run(stop, Terminal.system());
      } catch (Exception e) {
        // What was interrupted, failed.
        if (!stop.isRequested()) {
          throw e;
        }
      }
      return 0;
    }
  }

  private void check() {
    if (users < ShopProfile.MIN_USERS) {
      throw new ParameterException(
          spec.commandLine(), "--users must be at least " + ShopProfile.MIN_USERS);
    }
    if (rate < 0 || rate > 10_000) {
      throw new ParameterException(spec.commandLine(), "--rate must be from 0 to 10000");
    }
  }

  private void run(StopRequest stop, Terminal terminal) throws Exception {
    try (Opened opened = new Opened()) {
      try {
        run(stop, terminal, opened);
      } finally {
        stop.clearUp();
        if (stop.isRequested()) {
          terminal.say("Stopping");
        }
      }
    }
  }

  private void run(StopRequest stop, Terminal terminal, Opened opened) throws Exception {
    // What can be wrong with what was asked comes first, before anything starts.
    GraphSchema graph = GraphYaml.load(setting("GRAPH_CONFIG"));
    NodeType entity = FeatureCatalogue.load(setting("FEATURES_CONFIG"), graph).entity();
    Optional<CsvFolder> files =
        Optional.ofNullable(csv).map(folder -> opened.add(CsvFolder.open(folder, graph, entity)));
    DataDirectory directory = opened.add(DataDirectory.open(Optional.ofNullable(dataDir)));
    SourceData data =
        new SourceData(terminal, graph, new ShopProfile(seed, users), files, directory);
    Optional<String> alpha = Optional.ofNullable(dgraph);
    if (alpha.filter(String::isEmpty).isPresent()) {
      alpha = Optional.of(opened.add(DgraphServer.obtain(terminal::say)).address());
    }
    terminal.say("Starting the broker, the registry, ingest and serving");
    LocalKith.Ports ports = new LocalKith.Ports(port, kafkaPort, registryPort, adminPort);
    LocalKith kith = opened.add(LocalKith.start(System.getenv(), ports, directory, alpha));
    CdcPublisher publisher =
        opened.add(
            new CdcPublisher(data.tables(), kith.kafka(), kith.registry(), InstantSource.system()));
    SourceData.Published shop = data.publish(kith, publisher);
    ProgressLine way = terminal.progress("On their way into the graph");
    kith.awaitCaughtUp(way::left);
    way.clear();
    announce(terminal, kith, alpha, shop);
    watch(stop, terminal, kith, publisher, shop);
  }

  private static String setting(String name) {
    return Objects.requireNonNullElse(System.getenv(name), "").strip();
  }

  private static void announce(
      Terminal terminal, LocalKith kith, Optional<String> alpha, SourceData.Published shop) {
    terminal
        .out()
        .printf(
            "Kith is up: gRPC %s, Kafka %s, registry %s, admin %s%s%n",
            kith.grpc(),
            kith.kafka(),
            kith.registry(),
            kith.admin(),
            alpha.map(address -> ", Dgraph " + address).orElse(""));
    shop.member()
        .ifPresent(
            member -> {
              String where =
                  kith.grpc().endsWith(":" + Asking.DEFAULT_PORT)
                      ? ""
                      : " --address " + kith.grpc();
              String who = shop.who().isEmpty() ? "" : "   (" + shop.who() + ")";
              terminal.out().printf("Try: ./kith get %s%s%s%n", member, where, who);
            });
    terminal.out().flush();
  }

  /** Lets the shop live and shows what that does, until it is time to stop. */
  private void watch(
      StopRequest stop,
      Terminal terminal,
      LocalKith kith,
      CdcPublisher publisher,
      SourceData.Published shop) {
    try (ShopTraffic traffic =
            shop.simulator()
                .map(simulator -> new ShopTraffic(simulator, publisher, rate))
                .orElse(null);
        FeatureClient client = new FeatureClient(kith.grpc())) {
      Optional<LiveView> view =
          shop.member()
              .map(user -> new LiveView(client, user, terminal.out(), terminal.interactive()));
      do {
        view.ifPresent(LiveView::refresh);
        kith.check();
        if (traffic != null) {
          traffic.check();
        }
      } while (!stop.await(REFRESH));
    }
  }
}
