package dev.kith.bench.rig;

import dev.kith.admin.Monitor;
import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Target;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.proto.v1.Source;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.serving.rpc.CallMetrics;
import dev.kith.serving.rpc.Callers;
import dev.kith.serving.rpc.FeatureService;
import dev.kith.serving.rpc.GrpcServer;
import dev.kith.serving.rpc.LiveCatalogue;
import dev.kith.serving.source.ReplicaSource;
import dev.kith.serving.turn.TurnMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Serving as it is, over a graph that did not come by Kafka but was applied here. */
public final class ServedGraph implements AutoCloseable {
  private static final int MAX_QUEUED = 1_000; // serving's default
  private static final Duration NEVER_STALE = Duration.ofDays(1);

  private final GraphSchema schema = GraphYaml.load("");
  private final MemoryGraph graph = new MemoryGraph(schema);
  private final ReplicaSource source;
  private final GrpcServer server;

  public ServedGraph() {
    KnownWatermark watermark = new KnownWatermark(InstantSource.system());
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
    watermark.set(Optional.of(new Watermark(now, "bench", 1, Map.of())));
    ReplicaStatus.Ready ready = new ReplicaStatus.Ready(graph, watermark);
    MeterRegistry meters = Monitor.silent().registry();
    source =
        new ReplicaSource(() -> ready, MAX_QUEUED, new TurnMetrics(meters, Source.REPLICA.name()));
    server =
        new GrpcServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            new FeatureService(
                new LiveCatalogue(FeatureCatalogue.load("", schema)),
                schema,
                Set.of(),
                source,
                InstantSource.system(),
                NEVER_STALE),
            new CallMetrics(meters),
            new Callers(""),
            () -> true,
            Duration.ofSeconds(1));
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public GraphSchema schema() {
    return schema;
  }

  /** For one thread to apply changes to. */
  public MemoryGraph graph() {
    return graph;
  }

  /** Applies all of a shop whose history ends now. */
  public void fill(PowerLawShop shop) {
    shop.generate(Instant.now(), new ChangeSink(schema, graph::apply));
  }

  public Target target(String name) {
    return new Target(name, server.port());
  }

  @Override
  public void close() {
    server.close();
    source.close();
  }
}
