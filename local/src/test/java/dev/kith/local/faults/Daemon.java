package dev.kith.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A program that runs as a process of its own, can be killed and frozen, and be started again. What
 * it prints is added to a file. It does not outlive this JVM, however that ends. Not thread-safe.
 */
final class Daemon implements AutoCloseable {

  /** Tells the program's process id, and kills it at the end of its own input. */
  private static final String GUARD =
      """
      log=$1
      shift
      exec 3<&0 </dev/null
      "$@" 3<&- >>"$log" 2>&1 &
      child=$!
      echo "$child"
      (
        cat <&3 >/dev/null
        kill -9 "$child"
      ) >/dev/null 2>&1 &
      exec 3<&- >/dev/null
      wait "$child"
      """;

  /** As long as a supervisor waits, and longer than any part takes. */
  private static final long STOP_SECONDS = 40;

  private final String name;
  private final Path log;
  private final Path folder;
  private final List<String> command;
  private final Map<String, String> environment;
  private @Nullable Process guard;
  private String pid = "";

  /**
   * @param log what it prints is added there
   * @param folder its current directory
   * @param environment beside what this process has
   */
  Daemon(
      String name, Path log, Path folder, List<String> command, Map<String, String> environment) {
    this.name = name;
    this.log = log;
    this.folder = folder;
    this.command = List.copyOf(command);
    this.environment = Map.copyOf(environment);
  }

  String name() {
    return name;
  }

  /** Starts it, unless it runs. */
  void start() throws IOException {
    if (isRunning()) {
      return;
    }
    Files.createDirectories(folder);
    List<String> guarded = new ArrayList<>(List.of("sh", "-c", GUARD, "sh", log.toString()));
    guarded.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(guarded)
            .directory(folder.toFile())
            .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    // What is meant for another installation.
    builder.environment().keySet().removeIf(n -> n.startsWith("KAFKA_") || n.startsWith("SCHEMA_"));
    builder.environment().putAll(environment);
    Process started = builder.start();
    pid = new BufferedReader(new InputStreamReader(started.getInputStream(), UTF_8)).readLine();
    guard = started;
  }

  boolean isRunning() {
    return guard != null && guard.isAlive();
  }

  /** kill -9. */
  void kill() throws IOException, InterruptedException {
    end("-KILL");
  }

  /** Asks it to end, as a supervisor does, and waits for that. */
  void stop() throws IOException, InterruptedException {
    end("-TERM");
  }

  /** It does nothing from now on, and does not know it. */
  void freeze() throws IOException, InterruptedException {
    signal("-STOP");
  }

  /** It goes on after {@link #freeze}. */
  void thaw() throws IOException, InterruptedException {
    signal("-CONT");
  }

  /** So many bytes it printed so far. */
  long printed() throws IOException {
    return Files.exists(log) ? Files.size(log) : 0;
  }

  /** What it printed after so many bytes. */
  String since(long printed) throws IOException {
    if (printed() <= printed) {
      return "";
    }
    byte[] all = Files.readAllBytes(log);
    return new String(all, (int) printed, all.length - (int) printed, UTF_8);
  }

  /** The last lines that it printed. */
  String tail(int lines) throws IOException {
    List<String> all = since(0).lines().toList();
    return String.join("\n", all.subList(Math.max(0, all.size() - lines), all.size()));
  }

  @Override
  public void close() throws IOException, InterruptedException {
    Process ending = guard;
    if (ending != null) {
      ending.getOutputStream().close();
      boolean ended = ending.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
      guard = ended ? null : ending;
    }
  }

  private void end(String signal) throws IOException, InterruptedException {
    Process running = guard;
    if (running == null || !running.isAlive()) {
      return;
    }
    signal(signal);
    if (!running.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end after kill " + signal);
    }
    close();
  }

  private void signal(String signal) throws IOException, InterruptedException {
    int status = new ProcessBuilder("kill", signal, pid).inheritIO().start().waitFor();
    if (status != 0) {
      throw new AssertionError(name + " can't be sent " + signal + ": it has ended");
    }
  }
}
