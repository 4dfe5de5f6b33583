package dev.kith.tools.dgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
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

  @Test
  @DisplayName("is had by the first way that works")
  void firstThatWorks() throws Exception {
    List<String> progress = new ArrayList<>();
    try (DgraphServer server =
        DgraphServer.obtain(
            List.of(failing("Docker: no engine."), p -> at("first:1"), p -> at("second:2")),
            progress::add)) {
      assertThat(server.address()).isEqualTo("first:1");
    }
    assertThat(progress).containsExactly("Docker: no engine.");
  }

  @Test
  @DisplayName("that can be had by no way says why not by each, and what to do")
  void noWay() {
    assertThatThrownBy(
            () ->
                DgraphServer.obtain(
                    List.of(failing("Docker: no engine."), failing("From source: no Go.")),
                    line -> {}))
        .isInstanceOf(DgraphServerException.class)
        .hasMessageContaining("Docker: no engine.")
        .hasMessageContaining("From source: no Go.")
        .hasMessageContaining("set DGRAPH_ALPHA_HOST=host:port")
        .hasMessageContaining("install Go");
  }

  @Test
  @DisplayName("is built once, however many ask for the binary at once, also in other processes")
  void builtOnce(@TempDir Path folder) throws Exception {
    assumeTrue(goStarts(), "there is no Go");
    Path module = Files.createDirectories(folder.resolve("home/tools/dgraph"));
    smallModule(module);
    Path cached = folder.resolve("cache/dgraph");
    Files.createDirectories(cached.getParent());
    Files.writeString(cached.resolveSibling("dgraph-1.unfinished"), "left by one that was killed");
    List<String> progress = Collections.synchronizedList(new ArrayList<>());

    List<Process> others = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      others.add(jvm(Builder.class, module.toString(), cached.toString()).start());
    }
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Path> build = () -> new DgraphBinary(module, cached).build(progress::add);
      for (Future<Path> built : threads.invokeAll(List.of(build, build))) {
        assertThat(built.get()).isEqualTo(cached);
      }
    }
    for (Process other : others) {
      try (BufferedReader out = other.inputReader(StandardCharsets.UTF_8)) {
        out.lines().forEach(progress::add);
      }
      assertThat(other.waitFor()).isZero();
    }

    assertThat(progress).hasSize(1).first().asString().startsWith("Building Dgraph");
    try (Stream<Path> files = Files.list(cached.getParent())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("dgraph", "lock", "build.log");
    }
    Process process = new ProcessBuilder(cached.toString()).start();
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      assertThat(out.readLine()).isEqualTo("hello");
    }
  }

  /** A module whose Dgraph is a program of one line. */
  private static void smallModule(Path module) throws IOException {
    Path dgraph = Files.createDirectories(module.resolve("small/dgraph"));
    Files.writeString(
        module.resolve("go.mod"),
        """
        module small
        go 1.21
        require github.com/dgraph-io/dgraph/v25 v25.0.0
        replace github.com/dgraph-io/dgraph/v25 => ./small
        """);
    Files.writeString(module.resolve("go.sum"), "");
    Files.writeString(
        module.resolve("tools.go"),
        """
        package small
        import _ "github.com/dgraph-io/dgraph/v25/dgraph"
        """);
    Files.writeString(
        dgraph.resolveSibling("go.mod"), "module github.com/dgraph-io/dgraph/v25\ngo 1.21\n");
    Files.writeString(
        dgraph.resolve("main.go"),
        "package main\nimport \"os\"\nfunc main() { os.Stdout.WriteString(\"hello\\n\") }\n");
  }

  private static boolean goStarts() throws InterruptedException {
    try {
      return new ProcessBuilder("go", "version").start().waitFor() == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static DgraphServer.Way failing(String why) {
    return progress -> {
      throw new DgraphServerException(why, null);
    };
  }

  private static DgraphServer.Running at(String address) {
    return new DgraphServer.Running() {
      @Override
      public String address() {
        return address;
      }

      @Override
      public void close() {}
    };
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
          jvm(Holder.class, binary().toString())
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

  /** A JVM that builds a binary. */
  static final class Builder {
    public static void main(String[] arguments) throws Exception {
      new DgraphBinary(Path.of(arguments[0]), Path.of(arguments[1])).build(System.out::println);
    }
  }

  private static ProcessBuilder jvm(Class<?> main, String... arguments) {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
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
