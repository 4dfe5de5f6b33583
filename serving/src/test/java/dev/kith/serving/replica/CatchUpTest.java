package dev.kith.serving.replica;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Catching up")
class CatchUpTest {

  @Test
  @DisplayName("is complete at once on an empty topic")
  void empty() {
    assertThat(new CatchUp(Map.of(0, 0L, 1, 7L), Map.of(0, 0L, 1, 7L)).complete()).isTrue();
  }

  @Test
  @DisplayName("is complete when every partition has come to the end that it had at the beginning")
  void everyPartition() {
    CatchUp catchUp = new CatchUp(Map.of(0, 0L, 1, 0L), Map.of(0, 10L, 1, 5L));
    catchUp.reached(0, 10);
    assertThat(catchUp.complete()).isFalse();
    catchUp.reached(1, 4);
    assertThat(catchUp.complete()).isFalse();
    catchUp.reached(1, 5);
    assertThat(catchUp.complete()).isTrue();
  }

  @Test
  @DisplayName("counts offsets from where the partitions begin, and none twice or beyond the ends")
  void progress() {
    CatchUp catchUp = new CatchUp(Map.of(0, 100L, 1, 0L), Map.of(0, 110L, 1, 5L));
    assertThat(catchUp.total()).isEqualTo(15);
    assertThat(catchUp.done()).isZero();
    catchUp.reached(0, 104);
    catchUp.reached(0, 104);
    assertThat(catchUp.done()).isEqualTo(4);
    catchUp.reached(0, 200);
    assertThat(catchUp.done()).isEqualTo(10);
    catchUp.reached(0, 300);
    catchUp.reached(1, 5);
    assertThat(catchUp.done()).isEqualTo(15);
  }

  @Test
  @DisplayName("ignores partitions that came later")
  void laterPartitions() {
    CatchUp catchUp = new CatchUp(Map.of(0, 0L), Map.of(0, 1L));
    catchUp.reached(1, 3);
    assertThat(catchUp.complete()).isFalse();
    assertThat(catchUp.done()).isZero();
  }
}
