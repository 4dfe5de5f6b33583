package dev.kith.tools.dgraph;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * A process with a folder of its own, which does not outlive this JVM, even if that is killed. A
 * small shell stands between: its input is a pipe from here, and at the end of that input, which
 * comes with {@link #close} or with the end of the JVM, it terminates the process and removes the
 * folder. A terminal's Ctrl-C reaches neither of them (the process only where there is no {@code
 * setsid}), so the JVM decides when they stop.
 */
public final class SupervisedProcess implements AutoCloseable {

  // $1 is the folder, the rest is the command.
  private static final String SUPERVISOR =
      """
      trap '' INT HUP
      exec 3<&0 </dev/null
      folder=$1
      shift
      if command -v setsid >/dev/null; then
        set -- setsid "$@"
      fi
      "$@" 3<&- &
      child=$!
      (
        cat <&3 >/dev/null
        # If it ended by itself its folder is kept, for the log in it.
        kill "$child" || exit
        tries=0
        while kill -0 "$child"; do
          tries=$((tries + 1))
          if [ $tries -gt 100 ]; then
            kill -9 "$child"
          fi
          sleep 0.1
        done
        cd /
        rm -rf "$folder"
        rmdir "${folder%/*}" # if that was the last one in it
      ) 2>/dev/null &
      exec 3<&-
      wait "$child"
      """;

  private static final long PATIENCE_SECONDS = 15;
  private static final String LOG = "log";

  private final Path folder;
  private final Process shell;

  private SupervisedProcess(Path folder, Process shell) {
    this.folder = folder;
    this.shell = shell;
  }

  /**
   * Starts it.
   *
   * @param folder made for it, and its current directory; what it prints goes to a log in it
   */
  public static SupervisedProcess start(Path folder, List<String> command) throws IOException {
    Files.createDirectories(folder);
    List<String> supervised =
        new ArrayList<>(List.of("sh", "-c", SUPERVISOR, "sh", folder.toString()));
    supervised.addAll(command);
    Process shell =
        new ProcessBuilder(supervised)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve(LOG).toFile())
            .start();
    return new SupervisedProcess(folder, shell);
  }

  public boolean isAlive() {
    return shell.isAlive();
  }

  /** The last lines that it printed. */
  public String tail() {
    return Tail.of(folder.resolve(LOG));
  }

  /** Terminates it, waits until it has ended, and removes its folder. */
  @Override
  public void close() {
    boolean interrupted = false;
    try {
      shell.getOutputStream().close();
      if (!shell.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        shell.destroyForcibly();
      }
    } catch (IOException e) {
      // The pipe is broken only if the shell has ended.
    } catch (InterruptedException e) {
      interrupted = true; // the shell finishes without us
    }
    removeFolder();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void removeFolder() {
    // The shell removes it too, so a file that is gone already is as good.
    try (Stream<Path> files = Files.walk(folder)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException | UncheckedIOException e) {
      // Gone, or the shell is at it.
    }
  }
}
