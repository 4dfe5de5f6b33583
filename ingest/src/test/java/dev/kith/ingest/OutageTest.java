package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("In an outage ingest")
@ExtendWith(BrokerExtension.class)
@Timeout(180)
class OutageTest {
  private final TestBroker broker;
  private final IngestHarness harness;

  OutageTest(TestBroker broker, @TempDir Path state) {
    this.broker = broker;
    this.harness = new IngestHarness(broker, state);
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
  }

  @AfterEach
  void close() {
    broker.detour().open();
    harness.close();
  }

  @Test
  @DisplayName("of the registry waits, goes on by itself, and puts nothing into the dead letters")
  void registry() throws Exception {
    harness.registry.fail(3, 503);
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.registry.requests()).isGreaterThan(3);
      assertThat(harness.ages()).containsExactlyEntriesOf(Map.of("u1", 1L));
      assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
    }
  }

  @Test
  @DisplayName("of a registry that does not answer at all, or is no registry, does the same")
  void silentRegistry() throws Exception {
    harness.registry.hang(1);
    harness.registry.fail(2, 404); // of a web server, whose 404 says nothing about a schema
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.registry.requests()).isGreaterThan(3);
      assertThat(harness.ages()).containsExactlyEntriesOf(Map.of("u1", 1L));
      assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
    }
  }

  @Test
  @DisplayName("of the registry closes at once, and takes the record up when it starts again")
  void closeWithoutRegistry() throws Exception {
    harness.registry.fail(Integer.MAX_VALUE, 503);
    try (Ingest ingest = harness.started(Map.of())) {
      harness.sendUser("u1", 1, 1);
      Await.until("the registry was asked", () -> harness.registry.requests() > 1);
      long start = System.nanoTime();
      ingest.close();
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      assertThat(ingest.failure()).isEmpty();
    }
    assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
    harness.registry.fail(0, 0);
    try (Ingest ingest = harness.started(Map.of())) {
      IngestHarness.awaitCaughtUp(ingest);
      assertThat(harness.ages()).containsExactlyEntriesOf(Map.of("u1", 1L));
    }
  }

  @Test
  @DisplayName("of the broker waits, and goes on by itself once that answers")
  void broker() throws Exception {
    Map<String, String> byDetour =
        Map.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            broker.detour().address(),
            "KAFKA_REQUEST_TIMEOUT_MS",
            "2000",
            "KAFKA_DEFAULT_API_TIMEOUT_MS",
            "4000",
            "KAFKA_DELIVERY_TIMEOUT_MS",
            "5000");
    try (Ingest ingest = harness.started(byDetour)) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
      broker.detour().stall();
      harness.sendUser("u1", 2, 2);
      harness.sendUser("u2", 2, 2);
      // Longer than the clients wait for an answer.
      Thread.sleep(Duration.ofSeconds(6));
      broker.detour().cut();
      harness.sendUser("u3", 3, 3);
      broker.detour().open();
      Await.until("all came through", () -> harness.ages().size() == 3);
      assertThat(harness.ages()).isEqualTo(Map.of("u1", 2L, "u2", 2L, "u3", 3L));
      assertThat(broker.read(Topics.DEAD_LETTERS)).isEmpty();
      assertThat(ingest.failure()).isEmpty();
    }
  }

  @Test
  @DisplayName("of the broker closes within seconds")
  void closeWithoutBroker() throws Exception {
    Ingest ingest = harness.started(Map.of("KAFKA_BOOTSTRAP_SERVERS", broker.detour().address()));
    harness.sendUser("u1", 1, 1);
    IngestHarness.awaitCaughtUp(ingest);
    broker.detour().stall();
    long start = System.nanoTime();
    ingest.close();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(25));
  }
}
