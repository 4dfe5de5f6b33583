package dev.kith.ingest;

import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import java.util.List;

/** CDC topics to {@code kith.graph-changes}, and from there to Dgraph. */
public final class Ingest implements AutoCloseable {
  public static final List<Setting> SETTINGS = List.of();

  public Ingest(Settings settings) {
    throw new UnsupportedOperationException("" + settings.declared());
  }

  /** Creates topics, checks Dgraph, starts both threads of work; returns when they run. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /** How many records of the CDC topics are not on {@code kith.graph-changes} yet. */
  public long sourceLag() {
    throw new UnsupportedOperationException();
  }

  /** How many changes are not in Dgraph yet; 0 without a Dgraph. */
  public long dgraphLag() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
