package dev.kith.serving.snapshot;

import static dev.kith.serving.Shop.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A snapshot is the beginning of a topic's graph")
class SnapshotTopicTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
  private static final String ELEMENTS = SnapshotHead.elements(SCHEMA);
  private static final SnapshotTopic TOPIC =
      new SnapshotTopic(
          "topic", Map.of(0, 0L, 1, 5L, 2, 0L), Map.of(0, 10L, 1, 9L, 2, 3L), Duration.ofHours(10));

  @Test
  @DisplayName("if the topic has all that came after it; partitions may have been added")
  void taken() {
    assertThat(refusal(head("topic", NOW, Map.of(0, 10L, 1, 5L)))).isEmpty();
    assertThat(refusal(head("topic", NOW.minus(Duration.ofHours(8)), Map.of(0, 0L)))).isEmpty();
  }

  @Test
  @DisplayName("unless the topic was created anew")
  void otherTopic() {
    assertThat(refusal(head("other", NOW, Map.of(0, 3L)))).get().asString().contains("anew");
  }

  @Test
  @DisplayName("unless graph.yaml has other types or attributes")
  void otherGraph() {
    SnapshotHead head = head("topic", NOW, Map.of(0, 3L));
    assertThat(TOPIC.refuses(head, ELEMENTS + "; more()", NOW))
        .get()
        .asString()
        .contains("graph.yaml");
  }

  @Test
  @DisplayName("unless tombstones since may be gone, or would be before they are read")
  void tooOld() {
    for (long minutes : new long[] {9 * 60, 10 * 60, 1_000_000}) {
      assertThat(refusal(head("topic", NOW.minus(Duration.ofMinutes(minutes)), Map.of(0, 3L))))
          .get()
          .asString()
          .contains("tombstones", "delete.retention.ms");
    }
  }

  @Test
  @DisplayName("unless the topic lost what comes next, at its beginning or its end")
  void lostOffsets() {
    for (Map<Integer, Long> positions :
        Map.of(1, Map.of(1, 4L), 2, Map.of(0, 11L), 3, Map.of(3, 0L)).values()) {
      assertThat(refusal(head("topic", NOW, positions))).get().asString().contains("next offset");
    }
  }

  private static Optional<String> refusal(SnapshotHead head) {
    return TOPIC.refuses(head, ELEMENTS, NOW);
  }

  private static SnapshotHead head(String topic, Instant taken, Map<Integer, Long> positions) {
    return new SnapshotHead(ELEMENTS, topic, taken, positions, Map.of());
  }
}
