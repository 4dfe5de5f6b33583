package dev.kith.bench.peer;

import dev.kith.bench.Latencies;
import dev.kith.bench.Latencies.Target;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.tools.dgraph.SupervisedProcess;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A server that answers from Dgraph, as a process of its own on loopback. */
final class Contestant implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(5); // packages may have to be fetched
  private static final Duration POLL = Duration.ofMillis(100);

  private final Target target;
  private final SupervisedProcess process;

  private Contestant(Target target, SupervisedProcess process) {
    this.target = target;
    this.process = process;
  }

  /** The Python server of {@code bench/peer}. */
  static Contestant peer(String alpha) throws IOException {
    Path start = Path.of(System.getProperty("kith.home", ".")).resolve("bench/peer/start");
    return start(
        "peer", List.of(start.toAbsolutePath().toString()), Map.of("DGRAPH_ALPHA_HOST", alpha));
  }

  /** Kith, as {@code ./kith serve} starts it. */
  static Contestant kith(String alpha, String kafka) throws IOException {
    return start(
        "kith",
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.kith.local.Kith",
            "serve"),
        Map.of(
            "GRAPH_SOURCE",
            "dgraph",
            "DGRAPH_ALPHA_HOST",
            alpha,
            "KAFKA_BOOTSTRAP_SERVERS",
            kafka,
            "GRPC_HOST",
            "127.0.0.1",
            "ADMIN_PORT",
            "none",
            "LOG_LEVEL",
            "warn",
            // Nothing changes any more, and that is not what is measured.
            "STALE_AFTER",
            "1000000000"));
  }

  private static Contestant start(
      String name, List<String> command, Map<String, String> environment) throws IOException {
    int port = freePort();
    List<String> words = new ArrayList<>(List.of("env", "GRPC_PORT=" + port));
    environment.forEach((key, value) -> words.add(key + "=" + value));
    words.addAll(command);
    Path folder = Files.createTempDirectory("kith-bench-").resolve(name);
    return new Contestant(new Target(name, port), SupervisedProcess.start(folder, words));
  }

  Target target() {
    return target;
  }

  /** Waits until it answers. */
  void awaitAnswer(GetGraphFeaturesRequest request) throws InterruptedException {
    long start = System.nanoTime();
    while (true) {
      try {
        var _ = Latencies.ask(target, request);
        return;
      } catch (StatusRuntimeException e) {
        if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
          throw new IllegalStateException(
              target.name() + " does not answer (" + e.getStatus() + "):\n" + process.tail(), e);
        }
        Thread.sleep(POLL);
      }
    }
  }

  @Override
  public void close() {
    process.close();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
