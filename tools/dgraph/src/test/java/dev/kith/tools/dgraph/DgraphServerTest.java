package dev.kith.tools.dgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A Dgraph server")
class DgraphServerTest {

  @Test
  @DisplayName("that the environment names is used as it is, and not stopped")
  void named() throws Exception {
    try (var somebodys = new java.net.ServerSocket(0)) {
      String address = "localhost:" + somebodys.getLocalPort();
      try (DgraphServer server =
          DgraphServer.obtain(Map.of("DGRAPH_ALPHA_HOST", address), line -> {})) {
        assertThat(server.address()).isEqualTo(address);
      }
      assertThat(accepts(address)).isTrue();
    }
  }

  @Test
  @DisplayName("that can't be had says why, and what to do about it")
  void noModule(@TempDir Path elsewhere) throws Exception {
    Files.createFile(elsewhere.resolve("no-go-here"));
    DgraphBinary broken =
        new DgraphBinary(elsewhere, elsewhere.resolve("cache/dgraph")); // no Go module in it

    assertThatThrownBy(() -> broken.build(line -> {}))
        .isInstanceOf(DgraphServerException.class)
        .hasMessageContaining("From source")
        .hasMessageContaining("go");
    assertThat(elsewhere.resolve("cache/dgraph")).doesNotExist();
  }

  /** What follows needs a Dgraph binary. */
  @DisplayName("started from the binary")
  @Nested
  @ExtendWith(DgraphExtension.class)
  class Started {

    @Test
    @DisplayName("answers while it is open; afterwards nothing is left of it")
    void lifecycle() throws Exception {
      DgraphProcesses server = DgraphProcesses.start(binary(), line -> {});
      assertThat(accepts(server.address())).isTrue();
      assertThat(server.folder()).isDirectory();

      server.close();

      assertThat(accepts(server.address())).isFalse();
      assertThat(server.folder()).doesNotExist();
    }

    @Test
    @DisplayName("ends, and leaves nothing, when its JVM is killed")
    void killed() throws Exception {
      Process jvm =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  Holder.class.getName(),
                  binary().toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (BufferedReader out = jvm.inputReader(StandardCharsets.UTF_8)) {
        String address = out.readLine();
        Path folder = Path.of(out.readLine());
        assertThat(accepts(address)).isTrue();

        jvm.destroyForcibly().waitFor();

        await(() -> !accepts(address) && !Files.exists(folder));
      } finally {
        jvm.destroyForcibly();
      }
    }

    @Test
    @DisplayName("that ends at once is reported with what it said")
    void endsAtOnce(@TempDir Path folder) throws Exception {
      Path impostor = folder.resolve("dgraph");
      Files.writeString(impostor, "#!/bin/sh\necho no such thing\nexit 3\n");
      assertThat(impostor.toFile().setExecutable(true)).isTrue();

      assertThatThrownBy(() -> DgraphProcesses.start(impostor, line -> {}))
          .isInstanceOf(DgraphServerException.class)
          .hasMessageContaining("no such thing");
    }

    private static Path binary() throws Exception {
      return DgraphBinary.find(System.getenv()).build(line -> {});
    }
  }

  /** A JVM that starts a Dgraph and then waits to be killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      DgraphProcesses server = DgraphProcesses.start(Path.of(arguments[0]), line -> {});
      System.out.println(server.address());
      System.out.println(server.folder());
      Thread.currentThread().join();
    }
  }

  private static boolean accepts(String address) {
    List<String> parts = List.of(address.split(":"));
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(parts.get(0), Integer.parseInt(parts.get(1))), 1000);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long").isLessThan(deadline);
      Thread.sleep(50);
    }
  }
}
