package dev.kith.serving.rpc;

import static dev.kith.serving.Shop.SCHEMA;

import dev.kith.features.FeatureCatalogue;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.serving.source.GraphSource;
import dev.kith.serving.turn.TurnMetrics;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A server on a real port over a source of the test's own, and a client of it. */
final class TestServer implements AutoCloseable {
  /** What the server's clock says. */
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00.123456Z");

  final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  final LiveCatalogue live;
  final GrpcServer server;
  final ManagedChannel channel;

  TestServer(FeatureCatalogue catalogue, GraphSource source) throws IOException {
    this(catalogue, source, Duration.ofSeconds(5));
  }

  TestServer(FeatureCatalogue catalogue, GraphSource source, Duration grace) throws IOException {
    live = new LiveCatalogue(catalogue);
    FeatureService service =
        new FeatureService(
            live, SCHEMA, Set.of("cdc"), source, InstantSource.fixed(NOW), Duration.ofSeconds(30));
    server =
        new GrpcServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            service,
            new CallMetrics(meters),
            new Callers("caller"),
            source::ready,
            grace);
    server.start();
    channel =
        NettyChannelBuilder.forAddress("127.0.0.1", server.port())
            .usePlaintext()
            .maxInboundMessageSize(50 << 20)
            .build();
  }

  /** Of a source that the test does not ask about. */
  static TurnMetrics turns() {
    return new TurnMetrics(new SimpleMeterRegistry(), "TEST");
  }

  FeatureStoreServiceBlockingStub stub() {
    return FeatureStoreServiceGrpc.newBlockingStub(channel);
  }

  /** What the health service says of a service. */
  ServingStatus health(String service) {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  @Override
  public void close() throws InterruptedException {
    server.close();
    channel.shutdownNow().awaitTermination(5, TimeUnit.SECONDS);
  }
}
