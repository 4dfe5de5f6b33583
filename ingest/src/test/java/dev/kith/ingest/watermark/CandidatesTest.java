package dev.kith.ingest.watermark;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Of the times that ingest has not come to yet,")
class CandidatesTest {
  private static final TopicPartition A = new TopicPartition("a", 0);
  private static final TopicPartition B = new TopicPartition("a", 1);
  private static final long SECOND = 1_000_000;

  private final Candidates candidates = new Candidates(Duration.ofSeconds(1));

  private void offer(long asOf, long a, long b) {
    candidates.offer(new Candidate(asOf, Map.of(A, a, B, b)));
  }

  private long takeReached(long a, long b) {
    return candidates
        .takeReached(new HashMap<>(Map.of(A, a, B, b)))
        .map(Candidate::asOf)
        .orElse(-1L);
  }

  @Test
  @DisplayName("the newest is told that every partition has come to")
  void newest() {
    offer(1, 10, 10);
    offer(2, 20, 10);
    offer(3, 20, 30);
    assertThat(takeReached(9, 10)).isEqualTo(-1);
    assertThat(takeReached(25, 29)).isEqualTo(2);
    assertThat(takeReached(25, 29)).isEqualTo(-1);
    assertThat(takeReached(25, 30)).isEqualTo(3);
  }

  @Test
  @DisplayName("none is told while nothing is known of a partition")
  void unknownPartition() {
    offer(1, 10, 0);
    assertThat(candidates.takeReached(Map.of(A, 10L))).isEmpty();
  }

  @Test
  @DisplayName("one a second is enough while nothing comes")
  void idle() {
    offer(SECOND, 10, 10);
    offer(SECOND + 999_999, 10, 10);
    assertThat(takeReached(10, 10)).isEqualTo(SECOND);
    offer(SECOND + 999_999, 10, 10);
    assertThat(takeReached(10, 10)).isEqualTo(-1);
    offer(2 * SECOND, 10, 10);
    assertThat(takeReached(10, 10)).isEqualTo(2 * SECOND);
    offer(2 * SECOND + 1, 10, 11);
    assertThat(takeReached(10, 11)).isEqualTo(2 * SECOND + 1);
  }

  @Test
  @DisplayName("so many are kept however long the way is, the newest and the oldest among them")
  void bounded() {
    for (int i = 1; i <= 10_000; i++) {
      offer(i, i, 0);
    }
    assertThat(takeReached(9_999, 0)).isBetween(9_000L, 9_999L);
    assertThat(takeReached(10_000, 0)).isEqualTo(10_000);
  }

  @Test
  @DisplayName("each has the ends of all partitions of each topic, in their order")
  void positions() {
    Candidate candidate = new Candidate(1, Map.of(B, 7L, A, 5L, new TopicPartition("b", 1), 3L));
    assertThat(candidate.positions()).isEqualTo(Map.of("a", List.of(5L, 7L), "b", List.of(0L, 3L)));
  }
}
