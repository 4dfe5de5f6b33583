package dev.kith.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.config.Settings;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Serving's settings")
class ServingConfigTest {
  @TempDir private Path directory;

  @Test
  @DisplayName("have defaults that need no file")
  void defaults() {
    ServingConfig config = config(Map.of());
    assertThat(config.mode()).isEqualTo(ServingConfig.Mode.AUTO);
    assertThat(config.alphas()).containsExactly("localhost:9080");
    assertThat(config.address()).isEqualTo(new InetSocketAddress("0.0.0.0", 50_051));
    assertThat(config.replica()).isTrue();
    assertThat(config.dgraph()).isTrue();
  }

  @Test
  @DisplayName("name several alphas, or none: then auto is the replica alone")
  void alphas() {
    assertThat(config(Map.of("DGRAPH_ALPHA_HOST", "a:1, b:2")).alphas())
        .containsExactly("a:1", "b:2");
    ServingConfig none = config(Map.of("DGRAPH_ALPHA_HOST", "none"));
    assertThat(none.alphas()).isEmpty();
    assertThat(none.dgraph()).isFalse();
    assertThat(none.replica()).isTrue();
  }

  @Test
  @DisplayName("are refused if answers are to come from a Dgraph that there is not")
  void dgraphWithoutDgraph() {
    assertThat(problems(Map.of("GRAPH_SOURCE", "dgraph", "DGRAPH_ALPHA_HOST", "none")))
        .singleElement()
        .asString()
        .contains("DGRAPH_ALPHA_HOST is 'none'", "GRAPH_SOURCE is dgraph");
  }

  @Test
  @DisplayName("are refused if an address of Dgraph is none, or there is none among the commas")
  void notAnAddress() {
    for (String alphas : List.of("localhost", "http://localhost:9080", "a:1,b:99999", ",")) {
      assertThat(problems(Map.of("DGRAPH_ALPHA_HOST", alphas)))
          .singleElement()
          .asString()
          .contains("DGRAPH_ALPHA_HOST is '" + alphas + "'", "must be host:port");
    }
  }

  @Test
  @DisplayName("are refused if Kafka's clients can't use theirs")
  void kafka() {
    assertThat(problems(Map.of("KAFKA_BOOTSTRAP_SERVERS", "a:1,b")))
        .singleElement()
        .asString()
        .contains("KAFKA_BOOTSTRAP_SERVERS is 'a:1,b'", "must be host:port");
    assertThat(problems(Map.of("KAFKA_FETCH_MIN_BYTES", "many")))
        .singleElement()
        .asString()
        .contains("many", "fetch.min.bytes", "KAFKA_");
    assertThat(config(Map.of("KAFKA_FETCH_MIN_BYTES", "10")).kafka())
        .containsEntry("fetch.min.bytes", "10");
  }

  @Test
  @DisplayName("are refused with everything that is wrong in them and in the files they name")
  void allAtOnce() throws Exception {
    Path features = directory.resolve("features.yaml");
    Files.writeString(features, "entity: nothing\nfeatures: []\n");
    assertThat(
            problems(
                Map.of(
                    "GRAPH_SOURCE", "sometimes",
                    "DGRAPH_ALPHA_HOST", "nowhere",
                    "GRPC_PORT", "70000",
                    "GRPC_HOST", "no such host",
                    "LOG_LEVEL", "loud",
                    "MAX_WORKERS", "0",
                    "FEATURES_CONFIG", features.toString())))
        .extracting(Problem::toString)
        .satisfiesExactly(
            p -> assertThat(p).contains("GRAPH_SOURCE is 'sometimes'"),
            p -> assertThat(p).contains("DGRAPH_ALPHA_HOST is 'nowhere'"),
            p -> assertThat(p).contains("GRPC_PORT is '70000'"),
            p -> assertThat(p).contains("GRPC_HOST is 'no such host'"),
            p -> assertThat(p).contains("MAX_WORKERS is '0'"),
            p -> assertThat(p).contains("LOG_LEVEL is 'loud'"),
            p -> assertThat(p).contains("features.yaml:1").contains("nothing"));
  }

  @Test
  @DisplayName("are refused in one line if something else listens on the port")
  void portInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      Serving serving =
          new Serving(
              settings(
                  Map.of(
                      "GRPC_HOST", "127.0.0.1",
                      "GRPC_PORT", port,
                      "GRAPH_SOURCE", "replica")));
      assertThatThrownBy(serving::start)
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("GRPC_PORT is '" + port + "'")
          .hasMessageContaining("in use")
          .message()
          .doesNotContain("\n");
      assertThat(serving.state()).isEqualTo(Serving.State.CLOSED);
    }
  }

  private static ServingConfig config(Map<String, String> environment) {
    return ServingConfig.from(settings(environment));
  }

  private static List<Problem> problems(Map<String, String> environment) {
    try {
      throw new AssertionError("accepted: " + config(environment));
    } catch (ConfigException e) {
      return e.problems();
    }
  }

  private static Settings settings(Map<String, String> environment) {
    return new Settings(environment, Serving.SETTINGS);
  }
}
