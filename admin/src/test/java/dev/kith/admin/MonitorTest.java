package dev.kith.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The admin server")
@Timeout(60)
class MonitorTest {
  private final Monitor monitor = Monitor.open(settings("0"));
  private final HttpClient http = HttpClient.newHttpClient();

  /** A part that has the problem it is given. */
  private record Pump(AtomicReference<String> trouble) implements Part {
    Pump() {
      this(new AtomicReference<>(""));
    }

    /** What it says of itself. */
    record Flow(long litres, List<String> leaks) {}

    @Override
    public String name() {
      return "pump";
    }

    @Override
    public Optional<String> problem() {
      return Optional.of(trouble.get()).filter(why -> !why.isEmpty());
    }

    @Override
    public Object status() {
      return new Flow(12, List.of("valve"));
    }
  }

  @AfterEach
  void close() {
    monitor.close();
    http.close();
  }

  private static Settings settings(String port) {
    return new Settings(Map.of("ADMIN_PORT", port), Monitor.settings(9101));
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(uri(path)).build(), BodyHandlers.ofString());
  }

  private URI uri(String path) {
    return URI.create("http://127.0.0.1:" + monitor.port().orElseThrow() + path);
  }

  @Test
  @DisplayName("gives the metrics as Prometheus reads them, the JVM's among them")
  void metrics() throws Exception {
    monitor.registry().counter("kith.pump.strokes", "pump", "a").increment(3);

    HttpResponse<String> answer = get("/metrics");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
        .startsWith("text/plain; version=0.0.4");
    assertThat(answer.body())
        .contains("kith_pump_strokes_total{pump=\"a\"} 3.0")
        .contains("jvm_memory_used_bytes{")
        .contains("jvm_threads_live_threads");
  }

  @Test
  @DisplayName("gives every part's status as JSON, with what troubles it")
  void status() throws Exception {
    Pump pump = new Pump();
    monitor.add(pump);
    pump.trouble().set("no water");

    JsonNode pumpStatus = new ObjectMapper().readTree(get("/status").body()).path("pump");

    assertThat(pumpStatus.path("problem").asText()).isEqualTo("no water");
    assertThat(pumpStatus.path("status").path("litres").asLong()).isEqualTo(12);
    assertThat(pumpStatus.path("status").path("leaks").path(0).asText()).isEqualTo("valve");
  }

  @Test
  @DisplayName("is healthy while every part is, and says what is the matter with the others")
  void health() throws Exception {
    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    Pump pump = new Pump();
    monitor.add(pump);
    assertThat(get("/healthz").statusCode()).isEqualTo(200);

    pump.trouble().set("no water");

    assertThat(get("/healthz").statusCode()).isEqualTo(503);
    assertThat(get("/healthz").body()).isEqualTo("pump: no water\n");
  }

  @Test
  @DisplayName("knows whole paths only, and only GET")
  void paths() throws Exception {
    assertThat(get("/").statusCode()).isEqualTo(404);
    assertThat(get("/").body()).isEqualTo("Here is: /healthz /metrics /status\n");
    assertThat(get("/metrics/more").statusCode()).isEqualTo(404);
    HttpRequest post = HttpRequest.newBuilder(uri("/status")).POST(BodyPublishers.noBody()).build();
    assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);
  }

  @Test
  @DisplayName("lets a handler stream: what was written can be read before the rest is")
  void streams() throws Exception {
    CountDownLatch firstRead = new CountDownLatch(1);
    monitor.handle(
        "/long",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("first".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          try {
            firstRead.await();
          } catch (InterruptedException e) {
            throw new IOException(e);
          }
          exchange.getResponseBody().write("second".getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });

    HttpResponse<InputStream> answer =
        http.send(HttpRequest.newBuilder(uri("/long")).build(), BodyHandlers.ofInputStream());
    try (InputStream body = answer.body()) {
      assertThat(body.readNBytes(5)).isEqualTo("first".getBytes(StandardCharsets.UTF_8));
      // Others are answered meanwhile.
      assertThat(get("/metrics").statusCode()).isEqualTo(200);
      firstRead.countDown();
      assertThat(body.readAllBytes()).isEqualTo("second".getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  @DisplayName("cuts off an answer that fails half-way, so that it is not taken for the whole")
  void failsHalfWay() {
    monitor.handle(
        "/broken",
        exchange -> {
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write("half".getBytes(StandardCharsets.UTF_8));
          exchange.getResponseBody().flush();
          throw new IllegalStateException("planted: the source is gone");
        });

    assertThatThrownBy(() -> get("/broken")).isInstanceOf(IOException.class);
  }

  @Test
  @DisplayName("answers 500 where a handler fails at once, without saying how it is made inside")
  void fails() throws Exception {
    monitor.handle(
        "/broken",
        exchange -> {
          throw new IllegalStateException("planted: secret");
        });

    assertThat(get("/broken").statusCode()).isEqualTo(500);
    assertThat(get("/broken").body()).doesNotContain("secret");
  }

  @Test
  @DisplayName("says in one line that its port is taken, or is none")
  void portTaken() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(taken.getLocalPort());
      assertThatThrownBy(() -> Monitor.open(settings(port)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("ADMIN_PORT is '" + port + "'")
          .hasMessageContaining("Address already in use")
          .hasMessageContaining("'none'");
    }
    assertThatThrownBy(() -> Monitor.open(settings("nine")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("ADMIN_PORT is 'nine'")
        .hasMessageContaining("must be a port from 0 to 65535, or 'none'");
  }

  @Test
  @DisplayName("is left out where the port is 'none'")
  void none() {
    try (Monitor silent = Monitor.open(settings("none"))) {
      assertThat(silent.port()).isEmpty();
      silent.registry().counter("kith.pump.strokes").increment();
    }
  }
}
