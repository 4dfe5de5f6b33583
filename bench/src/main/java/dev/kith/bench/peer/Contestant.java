package dev.kith.bench.peer;

import dev.kith.bench.load.Target;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.tools.dgraph.SupervisedProcess;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
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

  /** The Python server of {@code bench/peer} that answers by a query of Dgraph. */
  static Contestant article(String alpha) throws IOException {
    return start(
        "article",
        List.of(Scripts.of("bench/peer/start").toString()),
        Map.of("DGRAPH_ALPHA_HOST", alpha));
  }

  /** Kith from Dgraph, as {@code ./kith serve} starts it. */
  static Contestant kithOnDgraph(String alpha, String kafka) throws IOException {
    return kith("kith-dgraph", Map.of("GRAPH_SOURCE", "dgraph", "DGRAPH_ALPHA_HOST", alpha), kafka);
  }

  /** Kith from its replica, as {@code ./kith serve} starts it. */
  static Contestant kithReplica(String kafka) throws IOException {
    return kith(
        "kith-replica", Map.of("GRAPH_SOURCE", "replica", "DGRAPH_ALPHA_HOST", "none"), kafka);
  }

  private static Contestant kith(String name, Map<String, String> source, String kafka)
      throws IOException {
    Map<String, String> settings = new HashMap<>(source);
    settings.put("KAFKA_BOOTSTRAP_SERVERS", kafka);
    settings.put("GRPC_HOST", "127.0.0.1");
    settings.put("ADMIN_PORT", "none");
    settings.put("LOG_LEVEL", "warn");
    settings.put("STALE_AFTER", "1000000000"); // nothing changes any more
    return start(
        name,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-cp",
            System.getProperty("java.class.path"),
            "dev.kith.local.Kith",
            "serve"),
        settings);
  }

  private static Contestant start(
      String name, List<String> command, Map<String, String> environment) throws IOException {
    int port = Scripts.freePort();
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
        var _ = target.ask(request);
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
}
