package dev.kith.local.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.graph.config.ConfigException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The embedded registry")
class EmbeddedRegistryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STRING = "{\"type\": \"string\"}";
  private static final String LONG = "\"long\"";

  /** A status and the JSON that came with it. */
  private record Answer(int status, JsonNode body) {}

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private EmbeddedRegistry registry;

  @BeforeEach
  void start() {
    registry = EmbeddedRegistry.start(folder, 0);
  }

  @AfterEach
  void stop() {
    registry.close();
    http.close();
  }

  @Test
  @DisplayName("gives a new schema an id, and gives the schema back by that id")
  void register() throws Exception {
    int id = registered("users-value", STRING);
    Answer answer = get("/schemas/ids/" + id);
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body().get("schema").asText()).isEqualTo("\"string\"");
  }

  @Test
  @DisplayName("gives the same schema the same id, again and under another subject")
  void sameSchema() throws Exception {
    int id = registered("users-value", STRING);
    assertThat(registered("users-value", "\"string\"")).isEqualTo(id);
    assertThat(registered("products-value", STRING)).isEqualTo(id);
    assertThat(registered("users-value", LONG)).isNotEqualTo(id);
    assertThat(get("/subjects/users-value/versions").body().toString()).isEqualTo("[1,2]");
    assertThat(get("/subjects").body().toString())
        .isEqualTo("[\"products-value\",\"users-value\"]");
  }

  @Test
  @DisplayName("describes versions by number and the latest one")
  void versions() throws Exception {
    registered("s", STRING);
    int id = registered("s", LONG);
    assertThat(get("/subjects/s/versions/1").body().get("schema").asText()).isEqualTo("\"string\"");
    JsonNode latest = get("/subjects/s/versions/latest").body();
    assertThat(latest.get("subject").asText()).isEqualTo("s");
    assertThat(latest.get("version").asInt()).isEqualTo(2);
    assertThat(latest.get("id").asInt()).isEqualTo(id);
  }

  @Test
  @DisplayName("looks a schema up without registering it")
  void lookup() throws Exception {
    int id = registered("s", STRING);
    assertThat(post("/subjects/s", STRING).body().get("id").asInt()).isEqualTo(id);
    Answer unknown = post("/subjects/s", LONG);
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.body().get("error_code").asInt()).isEqualTo(40403);
    assertThat(get("/subjects/s/versions").body()).hasSize(1);
  }

  @ParameterizedTest(name = "GET {0}: {1}, error_code {2}")
  @CsvSource({
    "/subjects/none/versions, 404, 40401",
    "/subjects/none/versions/latest, 404, 40401",
    "/subjects/s/versions/7, 404, 40402",
    "/subjects/s/versions/x, 422, 42202",
    "/schemas/ids/99, 404, 40403",
    "/associations/resources/1, 404, 404",
    "/no/such/path, 404, 404",
  })
  @DisplayName("answers with Confluent's error codes")
  void errors(String path, int status, int code) throws Exception {
    registered("s", STRING);
    Answer answer = get(path);
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.body().get("error_code").asInt()).isEqualTo(code);
    assertThat(answer.body().get("message").asText()).isNotEmpty();
  }

  @Test
  @DisplayName("refuses what is not an Avro schema")
  void invalid() throws Exception {
    Answer answer = post("/subjects/s/versions", "{\"type\": \"nonsense\"}");
    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.body().get("error_code").asInt()).isEqualTo(42201);
    assertThat(get("/subjects").body()).isEmpty();
  }

  @Test
  @DisplayName("says that it checks no compatibility")
  void config() throws Exception {
    assertThat(get("/config").body().get("compatibilityLevel").asText()).isEqualTo("NONE");
  }

  @Test
  @DisplayName("keeps ids and versions when it is started again on its directory")
  void persistence() throws Exception {
    int string = registered("a/b", STRING);
    int number = registered("s", LONG);
    registry.close();
    // A registration that was cut off half-way, and so never answered.
    Files.writeString(folder.resolve("schemas.jsonl"), "{\"subj", StandardOpenOption.APPEND);
    registry = EmbeddedRegistry.start(folder, 0);
    assertThat(registered("s", LONG)).isEqualTo(number);
    assertThat(registered("a/b", STRING)).isEqualTo(string);
    int fresh = registered("s", "\"double\"");
    assertThat(fresh).isNotIn(string, number);
    registry.close();
    registry = EmbeddedRegistry.start(folder, 0);
    assertThat(get("/schemas/ids/" + fresh).body().get("schema").asText()).isEqualTo("\"double\"");
    assertThat(get("/subjects/a%2Fb/versions").body().toString()).isEqualTo("[1]");
  }

  @Test
  @DisplayName("says which port is in use, and how to choose another")
  void portInUse() {
    int port = URI.create(registry.url()).getPort();
    assertThatThrownBy(() -> EmbeddedRegistry.start(folder.resolve("other"), port))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("port " + port + " is in use")
        .hasMessageContaining("--registry-port");
  }

  private int registered(String subject, String schema) throws Exception {
    Answer answer = post("/subjects/" + subject.replace("/", "%2F") + "/versions", schema);
    assertThat(answer.status()).isEqualTo(200);
    return answer.body().get("id").asInt();
  }

  private Answer get(String path) throws Exception {
    return send(HttpRequest.newBuilder().GET(), path);
  }

  private Answer post(String path, String schema) throws Exception {
    String body = JSON.writeValueAsString(Map.of("schema", schema));
    return send(HttpRequest.newBuilder().POST(HttpRequest.BodyPublishers.ofString(body)), path);
  }

  private Answer send(HttpRequest.Builder request, String path) throws Exception {
    HttpResponse<String> response =
        http.send(
            request.uri(URI.create(registry.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.headers().firstValue("Content-Type"))
        .hasValue("application/vnd.schemaregistry.v1+json");
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }
}
