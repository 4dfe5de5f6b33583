package dev.kith.tools.dgraph;

import java.util.function.Consumer;

/** A real Dgraph: one zero and one alpha. */
public final class DgraphServer implements AutoCloseable {

  private DgraphServer() {}

  /**
   * The Dgraph that {@code DGRAPH_ALPHA_HOST} names, else one in Docker, else one started from the
   * binary that the Go module in this folder builds (once, cached).
   *
   * @param progress told what is being done, a line at a time
   * @throws DgraphServerException if none of these can be had; the message says why
   */
  public static DgraphServer obtain(Consumer<String> progress) throws DgraphServerException {
    throw new UnsupportedOperationException(progress.toString());
  }

  /** {@code host:port} of the alpha's gRPC. */
  public String address() {
    throw new UnsupportedOperationException();
  }

  /** Stops it, if it was started here, and removes its data. */
  @Override
  public void close() {}
}
