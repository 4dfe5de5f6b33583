package dev.kith.serving.replica;

import dev.kith.graph.memory.MemoryGraph;
import dev.kith.serving.freshness.KnownWatermark;
import java.util.Locale;

/** How far the replica is. */
public sealed interface ReplicaStatus {

  /** It has nothing to read yet: {@code reason} says what it waits for. */
  record Waiting(String reason) implements ReplicaStatus {
    @Override
    public String toString() {
      return "waits: " + reason;
    }
  }

  /**
   * It reads a snapshot, after which it will read what the topic has beside.
   *
   * @param done bytes read so far, of {@code total}
   */
  record LoadingSnapshot(long done, long total) implements ReplicaStatus {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "is loading a snapshot (%.1f %%)", total == 0 ? 0 : 100.0 * done / total);
    }
  }

  /**
   * It reads what the topic held when it began.
   *
   * @param done offsets passed so far, of {@code total}
   */
  record Loading(long done, long total) implements ReplicaStatus {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "is loading (%.1f %%)", total == 0 ? 0 : 100.0 * done / total);
    }
  }

  /**
   * It has caught up once, and follows the topic since.
   *
   * @param watermark of what the graph holds at least
   */
  record Ready(MemoryGraph graph, KnownWatermark watermark) implements ReplicaStatus {
    @Override
    public String toString() {
      return "is ready";
    }
  }

  /** It can't go on with the graph it had, and will begin again with an empty one. */
  record Lost(String reason) implements ReplicaStatus {
    @Override
    public String toString() {
      return "was lost: " + reason;
    }
  }
}
