package dev.kith.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A Deserializer as a reader")
class DeserializerReaderTest {

  /** Has the name, and says the status, of the one of Confluent's client. */
  public static final class RestClientException extends Exception {
    private static final long serialVersionUID = 1L;
    private final int status;

    RestClientException(int status) {
      super("status " + status);
      this.status = status;
    }

    public int getStatus() {
      return status;
    }
  }

  private static DeserializerReader failing(RuntimeException e) {
    return new DeserializerReader(
        (topic, bytes) -> {
          throw e;
        });
  }

  private static SerializationException because(Throwable cause) {
    return new SerializationException("no", cause);
  }

  static Stream<RuntimeException> badRecords() {
    return Stream.of(
        new SerializationException("no"),
        because(new AvroRuntimeException("malformed")),
        because(new EOFException()),
        because(new RestClientException(404)));
  }

  @ParameterizedTest
  @MethodSource("badRecords")
  @DisplayName("finds a bad record where it says that it can't read the bytes")
  void badRecord(RuntimeException e) {
    assertThatThrownBy(() -> failing(e).read("topic", new byte[1]))
        .isInstanceOf(BadRecordException.class);
  }

  static Stream<RuntimeException> outages() {
    return Stream.of(
        because(new TimeoutException("slow")),
        because(new IOException("reset")),
        because(new RuntimeException(new ConnectException("refused"))),
        because(new RestClientException(500)),
        because(new RestClientException(401)));
  }

  @ParameterizedTest
  @MethodSource("outages")
  @DisplayName("finds an outage where the cause is that a registry does not answer")
  void outage(RuntimeException e) {
    assertThatThrownBy(() -> failing(e).read("topic", new byte[1]))
        .isInstanceOf(OutageException.class);
  }

  @Test
  @DisplayName("passes on anything else: it says nothing of the record")
  void defect() {
    RuntimeException defect = new InvalidConfigurationException("forbidden");
    assertThatThrownBy(() -> failing(defect).read("topic", new byte[1])).isSameAs(defect);
  }

  @Test
  @DisplayName("finds a bad record where there are bytes and it gives a null")
  void nothing() {
    DeserializerReader reader = new DeserializerReader(new NullDeserializer());
    assertThatThrownBy(() -> reader.read("topic", new byte[1]))
        .isInstanceOf(BadRecordException.class)
        .hasMessageContaining("gives a null");
  }

  /** Gives nothing, as Kafka's interface lets it. */
  private static final class NullDeserializer extends StringDeserializer {
    @Override
    @SuppressWarnings("NullAway") // Kafka's interface says nothing of nulls, and some give them
    public String deserialize(String topic, byte[] bytes) {
      return null;
    }
  }

  @Test
  @DisplayName("gives what it reads")
  void read() throws Exception {
    DeserializerReader reader =
        DeserializerReader.of(StringDeserializer.class.getName(), Map.of(), true);
    assertThat(reader.read("topic", new byte[] {'u', '1'})).isEqualTo("u1");
  }
}
