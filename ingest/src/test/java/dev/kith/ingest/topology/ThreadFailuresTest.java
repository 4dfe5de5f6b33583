package dev.kith.ingest.topology;

import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.REPLACE_THREAD;
import static org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.ingest.retry.StopSignal;
import dev.kith.ingest.wire.OutageException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.streams.errors.ProcessorStateException;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;

@DisplayName("A thread of the topology that dies")
class ThreadFailuresTest {
  private final StopSignal stop = new StopSignal();
  private final List<String> failures = new ArrayList<>();
  private Instant now = Instant.parse("2024-01-01T00:00:00Z");
  private final ThreadFailures handler =
      new ThreadFailures(stop, Duration.ZERO, () -> now, failures::add);

  private StreamThreadExceptionResponse defect() {
    return handler.handle(new StreamsException(new IllegalStateException("broken")));
  }

  @Test
  @DisplayName("in an outage is replaced, however long that goes on")
  void outage() {
    for (int i = 0; i < 100; i++) {
      assertThat(handler.handle(new StreamsException(new OutageException("away", null))))
          .isEqualTo(REPLACE_THREAD);
      assertThat(handler.handle(new StreamsException(new TimeoutException("slow"))))
          .isEqualTo(REPLACE_THREAD);
      assertThat(handler.handle(new ProcessorStateException("Error opening store", fullDisk())))
          .isEqualTo(REPLACE_THREAD);
    }
    assertThat(failures).isEmpty();
  }

  private static RocksDBException fullDisk() {
    return new RocksDBException("While appending to file: MANIFEST: No space left on device");
  }

  @Test
  @DisplayName("of a defect is replaced a few times, and then ingest gives up and says why")
  void defects() {
    for (int i = 0; i < ThreadFailures.MOST_DEFECTS; i++) {
      assertThat(defect()).isEqualTo(REPLACE_THREAD);
      now = now.plusSeconds(50);
    }
    assertThat(failures).isEmpty();
    assertThat(defect()).isEqualTo(SHUTDOWN_CLIENT);
    assertThat(failures)
        .containsExactly(
            "the topology failed again and again: java.lang.IllegalStateException: broken");
  }

  @Test
  @DisplayName("of a defect now and then is replaced for ever")
  void rareDefects() {
    for (int i = 0; i < 100; i++) {
      assertThat(defect()).isEqualTo(REPLACE_THREAD);
      now = now.plus(ThreadFailures.QUIET).plusSeconds(1);
    }
    assertThat(failures).isEmpty();
  }

  @Test
  @DisplayName("while ingest stops stays dead, and nobody is told of a failure")
  void stopping() {
    stop.stop();
    for (int i = 0; i <= ThreadFailures.MOST_DEFECTS; i++) {
      assertThat(defect()).isEqualTo(SHUTDOWN_CLIENT);
    }
    assertThat(failures).isEmpty();
  }
}
