package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.change.Topics;
import dev.kith.graph.config.ConfigException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Ingest with a Deserializer class of one's own")
@ExtendWith(BrokerExtension.class)
@Timeout(180)
class OtherDeserializerTest {
  private final TestBroker broker;
  private final IngestHarness harness;

  OtherDeserializerTest(TestBroker broker, @TempDir Path state) {
    this.broker = broker;
    this.harness = new IngestHarness(broker, state);
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
  }

  @AfterEach
  void close() {
    harness.close();
  }

  /**
   * Fails twice as if a registry were away, then reads Avro without a header, by a fixed schema.
   */
  public static final class HeaderlessAvro implements Deserializer<Object> {
    private static final Map<String, Object> CONFIGURED = new ConcurrentHashMap<>();
    private static final AtomicInteger CALLS = new AtomicInteger();
    private static final Schema SCHEMA =
        Schema.createRecord(
            "Row",
            null,
            null,
            false,
            List.of(
                new Schema.Field("user_id", Schema.create(Schema.Type.STRING)),
                new Schema.Field("age", Schema.create(Schema.Type.LONG))));

    private static final class AwayException extends RetriableException {
      private static final long serialVersionUID = 1L;
    }

    @Override
    public void configure(Map<String, ?> configs, boolean isKey) {
      CONFIGURED.putAll(configs);
      CONFIGURED.put("isKey", isKey);
    }

    @Override
    public Object deserialize(String topic, byte[] bytes) {
      if (CALLS.incrementAndGet() <= 2) {
        throw new AwayException();
      }
      try {
        return new GenericDatumReader<>(SCHEMA)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
      } catch (IOException e) {
        throw new SerializationException("no row", e);
      }
    }
  }

  @Test
  @DisplayName(
      "reads with it, with the settings of the registry; waits while it says that something is"
          + " away; and takes what it can't read for a bad record")
  void used() throws Exception {
    byte[] row = {4, 'u', '1', 40};
    byte[] cutOff = {4, 'u'};
    Map<String, String> settings =
        Map.of(
            "CDC_KEY_DESERIALIZER",
            "org.apache.kafka.common.serialization.StringDeserializer",
            "CDC_VALUE_DESERIALIZER",
            HeaderlessAvro.class.getName(),
            "SCHEMA_REGISTRY_USER_INFO",
            "kith:secret",
            "KAFKA_VALUE_SUBJECT_NAME_STRATEGY",
            "any");
    try (Ingest ingest = harness.started(settings)) {
      harness.send(Shop.USERS, "u1".getBytes(StandardCharsets.UTF_8), row);
      harness.send(Shop.USERS, "u2".getBytes(StandardCharsets.UTF_8), cutOff);
      IngestHarness.awaitCaughtUp(ingest);
    }
    assertThat(harness.ages()).containsExactlyEntriesOf(Map.of("u1", 20L));
    assertThat(HeaderlessAvro.CALLS).hasValueGreaterThan(3);
    assertThat(HeaderlessAvro.CONFIGURED)
        .containsEntry("isKey", false)
        .containsEntry("schema.registry.url", harness.registry.url())
        .containsEntry("basic.auth.credentials.source", "USER_INFO")
        .containsEntry("basic.auth.user.info", "kith:secret")
        .containsEntry("value.subject.name.strategy", "any");
    assertThat(broker.read(Topics.DEAD_LETTERS))
        .singleElement()
        .satisfies(letter -> assertThat(letter.value()).isEqualTo(cutOff));
  }

  @Test
  @DisplayName("is refused before anything starts if there is no such class")
  void noSuchClass() {
    assertThatThrownBy(() -> harness.started(Map.of("CDC_VALUE_DESERIALIZER", "org.example.None")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CDC_VALUE_DESERIALIZER is 'org.example.None'")
        .hasMessageContaining("class path");
  }

  @Test
  @DisplayName("is refused if it is something else")
  void noDeserializer() {
    assertThatThrownBy(() -> harness.started(Map.of("CDC_KEY_DESERIALIZER", "java.lang.Object")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("CDC_KEY_DESERIALIZER is 'java.lang.Object'")
        .hasMessageContaining("must be a org.apache.kafka.common.serialization.Deserializer");
  }
}
