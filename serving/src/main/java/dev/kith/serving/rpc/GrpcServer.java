package dev.kith.serving.rpc;

import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.serving.turn.EventLoops;
import io.grpc.Server;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionService;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A gRPC server with the service, health and reflection. */
public final class GrpcServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);
  private static final int MAX_MESSAGE_BYTES = 50 << 20;
  private static final Duration HEALTH_INTERVAL = Duration.ofMillis(100);

  /**
   * So long those who watch the health may take to turn to others before their connections end. A
   * client that just then begins a call would see it fail: who sends it does not know yet, and gRPC
   * tries only those again of which it can tell that no server has them.
   */
  private static final Duration NOTICE = Duration.ofMillis(250);

  /**
   * How often clients may ping; gRPC's own default, 5 minutes, ends connections through many
   * proxies.
   */
  private static final Duration MIN_CLIENT_PING = Duration.ofSeconds(10);

  /** How long a silent connection is kept before it is pinged, so that dead ones are noticed. */
  private static final Duration PING = Duration.ofMinutes(1);

  private final EventLoops loops = new EventLoops();
  private final Server server;
  private final BooleanSupplier ready;
  private final Duration grace;
  private final Streams streams = new Streams();
  private final HealthStatusManager health = new HealthStatusManager();
  private final ScheduledExecutorService healthUpdates =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-health").factory());

  /**
   * @param calls times them
   * @param callers tells who makes them
   * @param ready whether the service can answer now: what the health service says
   * @param grace how long calls that run may take to end when it is closed
   */
  // v1alpha of reflection, for clients that know no other; gRPC deprecates it in favour of v1,
  // which is there too.
  @SuppressWarnings("deprecation")
  public GrpcServer(
      InetSocketAddress address,
      FeatureService service,
      CallMetrics calls,
      Callers callers,
      BooleanSupplier ready,
      Duration grace) {
    this.ready = ready;
    this.grace = grace;
    this.server =
        loops
            .carry(NettyServerBuilder.forAddress(address))
            .directExecutor() // no call waits on the threads of the network
            .maxInboundMessageSize(MAX_MESSAGE_BYTES)
            .permitKeepAliveTime(MIN_CLIENT_PING.toSeconds(), TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .keepAliveTime(PING.toSeconds(), TimeUnit.SECONDS)
            .intercept(callers)
            .intercept(streams)
            .intercept(calls)
            .addService(service)
            .addService(health.getHealthService())
            .addService(ProtoReflectionServiceV1.newInstance())
            .addService(ProtoReflectionService.newInstance())
            .build();
    updateHealth();
  }

  /**
   * Listens.
   *
   * @throws IOException if the address can't be listened on
   */
  public void start() throws IOException {
    loops.start();
    server.start();
    var _ =
        healthUpdates.scheduleWithFixedDelay(
            this::updateHealth, 0, HEALTH_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The port that it listens on. */
  public int port() {
    return server.getPort();
  }

  /**
   * Says NOT_SERVING, gives those who watch that a moment, ends streams, takes no new calls, waits
   * for those that run until the grace is over, then ends them.
   */
  @Override
  public void close() {
    healthUpdates.shutdownNow();
    health.enterTerminalState();
    try {
      if (streams.areOpen()) {
        Thread.sleep(NOTICE);
      }
      streams.end();
      server.shutdown();
      if (!server.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.warn("Calls still ran after {} s: they are ended", grace.toSeconds());
        server.shutdownNow().awaitTermination(1, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      server.shutdownNow();
      Thread.currentThread().interrupt();
    }
    loops.close();
  }

  private void updateHealth() {
    ServingStatus status = ready.getAsBoolean() ? ServingStatus.SERVING : ServingStatus.NOT_SERVING;
    health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, status);
    health.setStatus(FeatureStoreServiceGrpc.SERVICE_NAME, status);
  }
}
