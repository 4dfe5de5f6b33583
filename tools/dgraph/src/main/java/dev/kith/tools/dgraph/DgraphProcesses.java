package dev.kith.tools.dgraph;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/** A zero and an alpha as processes of this machine, on loopback, with their data in a folder. */
final class DgraphProcesses implements DgraphServer.Running {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration POLL = Duration.ofMillis(100);

  /** Dgraph's ports; all of them move by one offset. */
  private static final List<Integer> PORTS = List.of(5080, 6080, 7080, 8080, 9080);

  private static final int ATTEMPTS = 3;

  private final Path folder;
  private final int offset;
  private final SupervisedProcess zero;
  private final SupervisedProcess alpha;

  private DgraphProcesses(Path binary, Path folder, int offset) throws IOException {
    this.folder = folder;
    this.offset = offset;
    this.zero =
        SupervisedProcess.start(
            folder.resolve("zero"),
            List.of(
                binary.toString(),
                "zero",
                "--my=localhost:" + port(5080),
                "--port_offset=" + offset,
                "--bindall=false",
                "--telemetry=reports=false"));
    this.alpha =
        SupervisedProcess.start(
            folder.resolve("alpha"),
            List.of(
                binary.toString(),
                "alpha",
                "--my=localhost:" + port(7080),
                "--zero=localhost:" + port(5080),
                "--port_offset=" + offset,
                "--bindall=false",
                "--cache=size-mb=512",
                "--telemetry=reports=false"));
  }

  static DgraphProcesses start(Path binary, Consumer<String> progress)
      throws DgraphServerException, InterruptedException {
    progress.accept("Starting Dgraph (" + binary + ")");
    for (int attempt = 1; ; attempt++) {
      try {
        return startOnce(binary);
      } catch (DgraphServerException e) {
        // Another process may have taken one of the ports since we looked.
        if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains("address already in")) {
          throw e;
        }
      }
    }
  }

  private static DgraphProcesses startOnce(Path binary)
      throws DgraphServerException, InterruptedException {
    DgraphProcesses dgraph;
    try {
      Path folder = Files.createTempDirectory("kith-dgraph-");
      dgraph = new DgraphProcesses(binary, folder, freeOffset());
    } catch (IOException e) {
      throw new DgraphServerException("From source: " + binary + " does not start: " + e, e);
    }
    try {
      dgraph.awaitHealth();
      return dgraph;
    } catch (DgraphServerException | InterruptedException | RuntimeException e) {
      dgraph.close();
      throw e;
    }
  }

  @Override
  public String address() {
    return "localhost:" + port(9080);
  }

  /** Where its data and logs are. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    alpha.close();
    zero.close();
    folder.toFile().delete(); // empty by now
  }

  private int port(int port) {
    return port + offset;
  }

  private void awaitHealth() throws DgraphServerException, InterruptedException {
    URI health = URI.create("http://localhost:" + port(8080) + "/health");
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
      while (!isHealthy(http, health)) {
        for (SupervisedProcess process : List.of(zero, alpha)) {
          if (!process.isAlive()) {
            throw new DgraphServerException(
                "From source: Dgraph ended at once:\n" + process.tail(), null);
          }
        }
        if (System.nanoTime() > deadline) {
          throw new DgraphServerException(
              "From source: Dgraph is not healthy after "
                  + PATIENCE.toSeconds()
                  + " s:\n"
                  + alpha.tail(),
              null);
        }
        Thread.sleep(POLL);
      }
    }
  }

  private static boolean isHealthy(HttpClient http, URI health) throws InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(health).timeout(Duration.ofSeconds(1)).build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException e) {
      return false; // not listening yet
    }
  }

  /** An offset with which all ports are free, below those that systems hand out by themselves. */
  private static int freeOffset() throws IOException {
    for (int i = 0; i < 1000; i++) {
      int offset = ThreadLocalRandom.current().nextInt(1000, 23_000);
      if (PORTS.stream().allMatch(port -> isFree(port + offset))) {
        return offset;
      }
    }
    throw new IOException("no five free ports can be found");
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
