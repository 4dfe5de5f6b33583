package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.admin.Monitor;
import dev.kith.dgraph.Dgraph;
import dev.kith.graph.TcpProxy;
import dev.kith.graph.config.Settings;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("On its admin server ingest")
@ExtendWith({BrokerExtension.class, DgraphExtension.class})
@Timeout(180)
class MonitoredTest {
  private final TestBroker broker;
  private final IngestHarness harness;
  private final TcpProxy alpha;
  private final Dgraph dgraph;
  private final Monitor monitor =
      Monitor.open(new Settings(Map.of("ADMIN_PORT", "0"), Ingest.SETTINGS));
  private final HttpClient http = HttpClient.newHttpClient();

  MonitoredTest(TestBroker broker, DgraphServer server, @TempDir Path state) {
    this.broker = broker;
    this.harness = new IngestHarness(broker, state);
    this.alpha = new TcpProxy(server.address());
    this.dgraph = Dgraph.connect(List.of(server.address()));
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
    dgraph.dropAll();
  }

  @AfterEach
  void close() {
    harness.close();
    alpha.close();
    dgraph.close();
    monitor.close();
    http.close();
  }

  private Ingest started() {
    Ingest ingest = harness.ingest(Map.of("DGRAPH_ALPHA_HOST", alpha.address()), monitor);
    ingest.start();
    return ingest;
  }

  private HttpResponse<String> get(String path) throws Exception {
    URI uri = URI.create("http://127.0.0.1:" + monitor.port().orElseThrow() + path);
    return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
  }

  /** A metric's value; empty if there is none of that name and labels, or it is not a number. */
  private Optional<Double> metric(String nameAndLabels) throws Exception {
    return get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(nameAndLabels + " "))
        .map(line -> Double.valueOf(line.substring(nameAndLabels.length() + 1)))
        .filter(value -> !value.isNaN())
        .findFirst();
  }

  private void awaitMetric(String nameAndLabels, double atLeast, double atMost) throws Exception {
    Await.until(
        nameAndLabels + " is from " + atLeast + " to " + atMost,
        () ->
            metric(nameAndLabels).filter(value -> value >= atLeast && value <= atMost).isPresent());
  }

  @Test
  @DisplayName(
      "shows Dgraph fall behind, in records and in seconds, while that is away, and catch up")
  void lag() throws Exception {
    try (Ingest ingest = started()) {
      harness.sendUser("u1", 1, 1);
      IngestHarness.awaitCaughtUp(ingest);
      awaitMetric("kith_writer_lag_records", 0, 0);
      awaitMetric("kith_writer_lag_seconds", 0, 0);
      assertThat(get("/healthz").statusCode()).isEqualTo(200);

      alpha.cut();
      for (int user = 0; user < 20; user++) {
        harness.sendUser("u" + user, 10 + user, user);
      }
      // With the ends of the transactions, which take offsets too, and the watermarks of a while.
      awaitMetric("kith_writer_lag_records", 20, 400);
      awaitMetric("kith_writer_lag_seconds", 3, 60);
      awaitMetric("kith_writer_outage", 1, 1);
      // The topology goes on.
      awaitMetric("kith_topology_lag_records", 0, 0);
      awaitMetric("kith_topology_lag_seconds", 0, 0);
      assertThat(get("/healthz").statusCode()).isEqualTo(503);
      assertThat(get("/healthz").body()).isEqualTo("ingest: Dgraph does not answer\n");

      alpha.open();
      awaitMetric("kith_writer_lag_records", 0, 0);
      awaitMetric("kith_writer_lag_seconds", 0, 0);
      awaitMetric("kith_writer_outage", 0, 0);
      assertThat(metric("kith_writer_outages_total")).hasValue(1.0);
      assertThat(metric("kith_writer_retries_total{reason=\"unavailable\"}").orElseThrow())
          .isPositive();
      assertThat(metric("kith_writer_newest_change_age_seconds").orElseThrow()).isLessThan(120);
      assertThat(metric("kith_writer_batch_records_sum")).hasValue(21.0);
    }
  }

  @Test
  @DisplayName("counts records by what became of them, and dead letters by topic and reason")
  void records() throws Exception {
    try (Ingest ingest = started()) {
      harness.sendUser("u1", 2, 1);
      harness.sendUser("u1", 1, 1);
      harness.send(Shop.USERS, harness.shop.key(Shop.USERS, "u1"), new byte[] {7});
      harness.send(Shop.FRIENDSHIPS, new byte[] {0}, null);
      IngestHarness.awaitCaughtUp(ingest);

      String users = "{outcome=\"mapped\",topic=\"" + Shop.USERS + "\"}";
      assertThat(metric("kith_topology_records_total" + users)).hasValue(2.0);
      assertThat(metric("kith_topology_changes_total{outcome=\"taken\",type=\"user\"}"))
          .hasValue(1.0);
      assertThat(metric("kith_topology_changes_total{outcome=\"redelivered\",type=\"user\"}"))
          .hasValue(1.0);
      assertThat(
              metric(
                  "kith_dead_letters_total{reason=\"UNREADABLE_VALUE\",topic=\""
                      + Shop.USERS
                      + "\"}"))
          .hasValue(1.0);
      assertThat(
              metric(
                  "kith_dead_letters_total{reason=\"UNREADABLE_KEY\",topic=\""
                      + Shop.FRIENDSHIPS
                      + "\"}"))
          .hasValue(1.0);

      JsonNode status = new ObjectMapper().readTree(get("/status").body()).path("ingest");
      assertThat(status.path("problem").asText()).isEmpty();
      assertThat(status.path("status").path("state").asText()).isEqualTo("RUNNING");
      assertThat(status.path("status").path("records").path("rejected").asLong()).isEqualTo(2);
      assertThat(status.path("status").path("deadLetters")).hasSize(2);
    }
  }
}
