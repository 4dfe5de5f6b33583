package dev.kith.tools.dgraph;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A real Dgraph: one zero and one alpha.
 *
 * <p>What was started here lives no longer than this JVM, however that ends, and its data goes with
 * it. What {@code DGRAPH_ALPHA_HOST} names is neither stopped nor wiped. Thread-safe.
 */
public final class DgraphServer implements AutoCloseable {

  /** One way to have a Dgraph. */
  interface Way {
    Running start(Consumer<String> progress) throws DgraphServerException, InterruptedException;
  }

  private final Running running;

  private DgraphServer(Running running) {
    this.running = running;
  }

  /**
   * The Dgraph that {@code DGRAPH_ALPHA_HOST} names, else one in Docker, else one started from the
   * binary that the Go module in this folder builds (once, cached). Takes seconds; minutes if
   * something must be pulled or built.
   *
   * @param progress told what is being done, a line at a time
   * @throws DgraphServerException if none of these can be had; the message says why
   */
  public static DgraphServer obtain(Consumer<String> progress) throws DgraphServerException {
    return obtain(System.getenv(), progress);
  }

  static DgraphServer obtain(Map<String, String> environment, Consumer<String> progress)
      throws DgraphServerException {
    String named = environment.getOrDefault("DGRAPH_ALPHA_HOST", "").strip();
    if (!named.isEmpty() && !named.equals("none")) {
      progress.accept("Using the Dgraph at " + named + " (DGRAPH_ALPHA_HOST)");
      return new DgraphServer(new NamedDgraph(named));
    }
    return obtain(List.of(DockerDgraph::start, p -> startBinary(environment, p)), progress);
  }

  /** By the first way that works. */
  static DgraphServer obtain(List<Way> ways, Consumer<String> progress)
      throws DgraphServerException {
    List<String> reasons = new ArrayList<>();
    for (Way way : ways) {
      try {
        return new DgraphServer(way.start(progress));
      } catch (DgraphServerException e) {
        progress.accept(e.getMessage());
        reasons.add(e.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new DgraphServerException("Interrupted while starting Dgraph", e);
      }
    }
    throw new DgraphServerException(
        """
        No Dgraph can be had.
          %s
        Do one of these: set DGRAPH_ALPHA_HOST=host:port to a Dgraph that runs; start Docker; \
        or install Go 1.26 or newer (https://go.dev/dl), which builds one from source.\
        """
            .formatted(String.join("\n  ", reasons)),
        null);
  }

  /**
   * The program, for whoever starts its processes himself. Takes minutes if it must be built.
   *
   * @param progress told what is being done, a line at a time
   * @throws DgraphServerException if it can't be had; the message says why
   */
  public static Path program(Consumer<String> progress) throws DgraphServerException {
    try {
      return DgraphBinary.find(System.getenv()).build(progress);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DgraphServerException("Interrupted while building Dgraph", e);
    }
  }

  /**
   * {@code host:port} of the alpha's gRPC; several, with commas, if the environment named several.
   */
  public String address() {
    return running.address();
  }

  /** Stops it, if it was started here, and removes its data. Waits for that. */
  @Override
  public void close() {
    running.close();
  }

  private static Running startBinary(Map<String, String> environment, Consumer<String> progress)
      throws DgraphServerException, InterruptedException {
    return DgraphProcesses.start(DgraphBinary.find(environment).build(progress), progress);
  }

  /** A Dgraph that answers, and how to be rid of it. */
  interface Running extends AutoCloseable {
    String address();

    @Override
    void close();
  }

  /** Somebody else's. */
  private record NamedDgraph(String address) implements Running {
    @Override
    public void close() {
      // It is not ours.
    }
  }
}
