package dev.kith.ingest.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The size of batches")
class BatchSizeTest {
  private final BatchSize size = new BatchSize();

  /** A store that takes so long a batch, and so long a record, writes that many full batches. */
  private void write(int batches, double batchMillis, double recordMillis, boolean behind) {
    for (int i = 0; i < batches; i++) {
      double millis = batchMillis + recordMillis * size.limit();
      size.committed(size.limit(), Duration.ofNanos((long) (millis * 1e6)), behind);
    }
  }

  @Test
  @DisplayName("grows while much waits and the store is quick, up to a largest")
  void grows() {
    int first = size.limit();
    write(5, 10, 0.1, true);
    assertThat(size.limit()).isGreaterThan(first);
    write(100, 10, 0.1, true);
    assertThat(size.limit()).isEqualTo(BatchSize.LARGEST);
  }

  @Test
  @DisplayName("settles where a batch takes as long as it should: shorter when nothing waits")
  void settles() {
    write(100, 5, 1, true);
    assertThat(size.limit()).isBetween(490, 1000); // half a second to a second
    write(100, 5, 1, false);
    assertThat(size.limit()).isBetween(50, 100); // up to 100 ms
  }

  @Test
  @DisplayName("follows a store that becomes slow, and one that recovers")
  void follows() {
    write(100, 10, 0.1, true);
    write(20, 10, 10, true);
    assertThat(size.limit()).isBetween(BatchSize.SMALLEST, 100);
    write(100, 10, 0.1, true);
    assertThat(size.limit()).isEqualTo(BatchSize.LARGEST);
  }

  @Test
  @DisplayName("does not fall below a smallest, however slow the store and however many conflicts")
  void smallest() {
    write(100, 60_000, 0, false);
    for (int i = 0; i < 100; i++) {
      size.aborted(size.limit());
    }
    assertThat(size.limit()).isEqualTo(BatchSize.SMALLEST);
  }

  @Test
  @DisplayName("is not judged by batches that had less to write")
  void notFull() {
    int first = size.limit();
    for (int i = 0; i < 100; i++) {
      size.committed(1, Duration.ofMillis(5), false);
    }
    assertThat(size.limit()).isEqualTo(first);
  }

  @Test
  @DisplayName("is halved by a conflict, and comes back slowly")
  void conflicts() {
    write(100, 10, 0.1, true);
    size.aborted(size.limit());
    assertThat(size.limit()).isEqualTo(BatchSize.LARGEST / 2);
    write(100, 10, 0.1, true);
    assertThat(size.limit()).isEqualTo(BatchSize.LARGEST / 2 + 100);
  }

  @Test
  @DisplayName("of a batch that was smaller anyway, it is that one's size that a conflict halves")
  void conflictOfASmallBatch() {
    size.aborted(120);
    assertThat(size.limit()).isEqualTo(60);
    size.aborted(60);
    assertThat(size.limit()).isEqualTo(BatchSize.SMALLEST);
  }
}
