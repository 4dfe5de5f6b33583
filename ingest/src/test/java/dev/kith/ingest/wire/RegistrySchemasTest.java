package dev.kith.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.ingest.Await;
import dev.kith.ingest.HttpRegistry;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A schema of a registry over HTTP")
@Timeout(60)
class RegistrySchemasTest {
  private static final Schema ROW =
      SchemaBuilder.record("Row").fields().requiredString("user_id").endRecord();

  private final HttpRegistry registry = new HttpRegistry();
  private final StopSignal stop = new StopSignal();
  private final RegistrySchemas schemas = schemas(registry.url(), "");

  /** Ones that give up at once. */
  private RegistrySchemas schemas(String urls, String userInfo) {
    return new RegistrySchemas(urls, userInfo, stop, Duration.ZERO);
  }

  @AfterEach
  void close() {
    schemas.close();
    registry.close();
  }

  @Test
  @DisplayName("is asked for once, however often it is read")
  void cached() throws Exception {
    registry.serve(7, ROW);
    assertThat(schemas.byId(7)).isEqualTo(ROW);
    assertThat(schemas.byId(7)).isSameAs(schemas.byId(7));
    assertThat(registry.requests()).isEqualTo(1);
  }

  @Test
  @DisplayName("that the registry says it does not know makes a bad record, and is not asked again")
  void unknown() {
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> schemas.byId(7))
          .isInstanceOf(BadRecordException.class)
          .hasMessage("the registry knows no schema 7");
    }
    assertThat(registry.requests()).isEqualTo(1);
  }

  @Test
  @DisplayName("that something else does not know is an outage: any web server answers 404")
  void notARegistry() {
    registry.notFound("<html>Not found</html>");
    assertThatThrownBy(() -> schemas.byId(7))
        .isInstanceOf(OutageException.class)
        .hasMessageContaining("404, but not as a schema registry does: see SCHEMA_REGISTRY_URL");
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429, 403, 401})
  @DisplayName("that the registry can't give now is an outage, and is asked for again")
  void failing(int status) throws Exception {
    registry.serve(7, ROW);
    registry.fail(1, status);
    assertThatThrownBy(() -> schemas.byId(7))
        .isInstanceOf(OutageException.class)
        .hasMessageContaining("answers " + status);
    assertThat(schemas.byId(7)).isEqualTo(ROW);
  }

  @Test
  @DisplayName("is waited for while the registry is away")
  void patient() throws Exception {
    registry.serve(7, ROW);
    registry.fail(3, 503);
    try (RegistrySchemas patient =
        new RegistrySchemas(registry.url(), "", stop, Duration.ofSeconds(30))) {
      assertThat(patient.byId(7)).isEqualTo(ROW);
    }
    assertThat(registry.requests()).isEqualTo(4);
  }

  @Test
  @DisplayName("is waited for no longer once ingest stops")
  void stopped() throws Exception {
    registry.fail(Integer.MAX_VALUE, 503);
    try (RegistrySchemas patient =
        new RegistrySchemas(registry.url(), "", stop, Duration.ofHours(1))) {
      CompletableFuture<Throwable> end = new CompletableFuture<>();
      Thread.ofVirtual()
          .start(
              () -> {
                try {
                  end.completeExceptionally(new AssertionError(patient.byId(7).toString()));
                } catch (BadRecordException | OutageException e) {
                  end.complete(e);
                }
              });
      Await.until("it is waited for", () -> registry.requests() > 1);
      stop.stop();
      assertThat(end.get()).isInstanceOf(OutageException.class);
    }
  }

  @Test
  @DisplayName("comes from the next address if one does not answer, and then from that first")
  void severalAddresses() throws Exception {
    registry.serve(7, ROW);
    registry.serve(8, ROW);
    try (HttpRegistry broken = new HttpRegistry()) {
      broken.fail(Integer.MAX_VALUE, 503);
      RegistrySchemas either = schemas(broken.url() + ", " + registry.url() + "/", "");
      assertThat(either.byId(7)).isEqualTo(ROW);
      assertThat(either.byId(8)).isEqualTo(ROW);
      assertThat(broken.requests()).isEqualTo(1);
      either.close();
    }
  }

  @Test
  @DisplayName("is asked for with the user and password of the setting, or of the address")
  void authorization() throws Exception {
    registry.serve(7, ROW);
    registry.require("Basic a2l0aDpwQHNz"); // kith:p@ss
    try (RegistrySchemas bySetting = schemas(registry.url(), "kith:p@ss");
        RegistrySchemas byAddress =
            schemas(registry.url().replace("http://", "http://kith:p%40ss@"), "other:one")) {
      assertThat(bySetting.byId(7)).isEqualTo(ROW);
      assertThat(byAddress.byId(7)).isEqualTo(ROW);
    }
    assertThatThrownBy(() -> schemas.byId(7))
        .isInstanceOf(OutageException.class)
        .hasMessageContaining("401: see SCHEMA_REGISTRY_USER_INFO");
  }

  @Test
  @DisplayName("takes named types from other subjects, which may take some themselves")
  void references() throws Exception {
    registry.serve(
        "/schemas/ids/7",
        """
        {"type": "record", "name": "Row", "fields": [{"name": "at", "type": "geo.Place"}]}\
        """,
        null,
        """
        [{"name": "geo.Place", "subject": "geo/place", "version": 2}]\
        """);
    registry.serve(
        "/subjects/geo%2Fplace/versions/2",
        """
        {"type": "record", "name": "geo.Place", "fields": [{"name": "city", "type": "geo.City"}]}\
        """,
        null,
        """
        [{"name": "geo.City", "subject": "city", "version": 1}]\
        """);
    registry.serve(
        "/subjects/city/versions/1",
        """
        {"type": "enum", "name": "geo.City", "symbols": ["Bonn"]}\
        """,
        null,
        null);
    Schema place = schemas.byId(7).getField("at").schema();
    assertThat(place.getFullName()).isEqualTo("geo.Place");
    assertThat(place.getField("city").schema().getEnumSymbols()).containsExactly("Bonn");
  }

  @Test
  @DisplayName("that refers to what is not there, is none, or is not Avro makes a bad record")
  void unusable() {
    registry.serve(
        "/schemas/ids/7",
        "{}",
        null,
        """
        [{"name": "X", "subject": "x", "version": 3}]\
        """);
    registry.serve("/schemas/ids/8", "{\"type\": \"nonsense\"}", null, null);
    registry.serve("/schemas/ids/9", "syntax = \"proto3\";", "PROTOBUF", null);
    assertThatThrownBy(() -> schemas.byId(7))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("no version 3 of x");
    assertThatThrownBy(() -> schemas.byId(8))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("schema 8 can't be parsed");
    assertThatThrownBy(() -> schemas.byId(9))
        .isInstanceOf(BadRecordException.class)
        .hasMessage("schema 9 is PROTOBUF, not Avro");
  }

  @Test
  @DisplayName("with names and defaults that Avro calls invalid is read all the same")
  void lenient() throws Exception {
    registry.serve(
        "/schemas/ids/7",
        """
        {"type": "record", "name": "my-shop.Row", "fields": [
          {"name": "user-id", "type": "string", "default": 5}]}\
        """,
        null,
        null);
    assertThat(schemas.byId(7).getField("user-id")).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(strings = {"registry:8081", "ftp://registry", "", "http://a,b"})
  @DisplayName("is not asked for at what is no http(s) address")
  void noAddress(String urls) {
    assertThatThrownBy(() -> schemas(urls, "")).isInstanceOf(IllegalArgumentException.class);
  }
}
