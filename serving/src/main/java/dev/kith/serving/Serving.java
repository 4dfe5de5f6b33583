package dev.kith.serving;

import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import java.util.List;

/** The replica's consumer and the gRPC service. */
public final class Serving implements AutoCloseable {
  public static final List<Setting> SETTINGS = List.of();

  public Serving(Settings settings) {
    throw new UnsupportedOperationException("" + settings.declared());
  }

  /** Starts to fill the replica and to listen; returns at once. */
  public void start() {
    throw new UnsupportedOperationException();
  }

  /** The port that it listens on. */
  public int port() {
    throw new UnsupportedOperationException();
  }

  /** How many changes the replica has not applied yet; 0 without a replica. */
  public long replicaLag() {
    throw new UnsupportedOperationException();
  }

  /** Refuses new requests, lets those that run end, stops. */
  @Override
  public void close() {}
}
