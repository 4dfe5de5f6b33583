package dev.kith.serving.snapshot;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.serving.Shop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Snapshots in a folder")
class SnapshotFilesTest {
  private static final Instant TAKEN = Instant.parse("2026-01-02T03:04:05.678Z");
  private static final SnapshotTopic TOPIC =
      new SnapshotTopic("topic", Map.of(0, 0L), Map.of(0, 100L), Duration.ofDays(1));

  @TempDir private Path directory;

  @Test
  @DisplayName("are read as they were written")
  void roundTrip() throws IOException {
    Watermark watermark = new Watermark(7, "topic", 1, Map.of("users", List.of(3L)));
    SnapshotHead head =
        new SnapshotHead(
            SnapshotHead.elements(SCHEMA), "topic", TAKEN, Map.of(0, 42L), Map.of(0, watermark));
    files(2).write(head, graph());
    Snapshot read = newest(files(2)).orElseThrow();
    assertThat(read.head()).isEqualTo(head);
    assertThat(read.graph().nodeCount(Shop.USER)).isEqualTo(1);
    assertThat(read.graph().edgeCount(Shop.FRIENDS)).isEqualTo(1);
  }

  @Test
  @DisplayName("are no more than shall be kept, the newest")
  void kept() throws IOException {
    for (int i = 0; i < 5; i++) {
      files(3).write(head(i), graph());
    }
    try (Stream<Path> all = Files.list(directory)) {
      assertThat(all.count()).isEqualTo(3);
    }
    assertThat(newest(files(3)).orElseThrow().head()).isEqualTo(head(4));
  }

  @Test
  @DisplayName("are passed over where they are damaged anywhere, for the one before")
  void damaged() throws IOException {
    files(2).write(head(1), graph());
    Path newer = files(2).write(head(2), graph());
    byte[] whole = Files.readAllBytes(newer);
    for (int i = 0; i < whole.length; i++) {
      byte[] bytes = whole.clone();
      bytes[i]++;
      Files.write(newer, bytes);
      assertThat(newest(files(2)).orElseThrow().head()).as("byte %d", i).isEqualTo(head(1));
    }
    Files.write(newer, new byte[0]);
    assertThat(newest(files(2)).orElseThrow().head()).isEqualTo(head(1));
    Files.write(newer, whole);
    assertThat(newest(files(2)).orElseThrow().head()).isEqualTo(head(2));
  }

  @Test
  @DisplayName("stay where there is no room for another, which comes once there is")
  void diskFull() throws IOException {
    files(2).write(head(1), graph());
    Files.createSymbolicLink(directory.resolve("replica.writing"), Path.of("/dev/full"));
    assertThatThrownBy(() -> files(2).write(head(2), graph()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertThat(newest(files(2)).orElseThrow().head()).isEqualTo(head(1));
    files(2).write(head(3), graph());
    assertThat(newest(files(2)).orElseThrow().head()).isEqualTo(head(3));
  }

  @Test
  @DisplayName("take no harm from what a process left that died while it wrote one")
  void leftOver() throws IOException {
    Files.write(directory.resolve("replica.writing"), new byte[100_000]);
    assertThat(newest(files(2))).isEmpty();
    files(2).write(head(1), graph());
    assertThat(newest(files(2)).orElseThrow().head()).isEqualTo(head(1));
  }

  @Test
  @DisplayName("are of one process at a time")
  void twoProcesses() throws IOException {
    Path aside = directory.resolve("replica.writing");
    try (FileChannel other =
            FileChannel.open(aside, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        var _ = other.lock()) {
      assertThatThrownBy(() -> files(2).write(head(1), graph()))
          .hasMessageContaining("another process");
      assertThat(aside).exists();
    }
  }

  private SnapshotFiles files(int kept) {
    return new SnapshotFiles(directory, kept);
  }

  private static Optional<Snapshot> newest(SnapshotFiles files) {
    SnapshotMetrics metrics =
        new SnapshotMetrics(new SimpleMeterRegistry(), InstantSource.system());
    return new SnapshotLoader(files, SCHEMA, InstantSource.fixed(TAKEN), metrics)
        .newest(TOPIC, (done, total) -> assertThat(done).isLessThanOrEqualTo(total));
  }

  private static SnapshotHead head(int number) {
    return new SnapshotHead(
        SnapshotHead.elements(SCHEMA),
        "topic",
        TAKEN.plusSeconds(number),
        Map.of(0, (long) number),
        Map.of());
  }

  private static MemoryGraph graph() {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("u1", Map.of("age", 33L)));
    graph.apply(friends("u1", "u2"));
    return graph;
  }
}
