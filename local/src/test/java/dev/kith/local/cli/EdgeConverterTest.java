package dev.kith.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Struct;
import com.google.protobuf.util.Values;
import dev.kith.proto.v1.HypotheticalEdge;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

@DisplayName("An edge on the command line")
class EdgeConverterTest {

  @Test
  @DisplayName("is its type, its ends, and attributes that are numbers, truths or texts")
  void words() {
    assertThat(
            read(
                "  purchased u1  p7 amount=-1.5e2 gift=true by=me at=2026-03-01T12:00:00Z a=b=c n="
                    + " s=\"7\""))
        .isEqualTo(
            HypotheticalEdge.newBuilder()
                .setType("purchased")
                .setFromKey("u1")
                .setToKey("p7")
                .setAttributes(
                    Struct.newBuilder()
                        .putFields("amount", Values.of(-150))
                        .putFields("gift", Values.of(true))
                        .putFields("by", Values.of("me"))
                        .putFields("at", Values.of("2026-03-01T12:00:00Z"))
                        .putFields("a", Values.of("b=c"))
                        .putFields("n", Values.of(""))
                        .putFields("s", Values.of("7")))
                .build());
    assertThat(read("friends u1 u2").getAttributes().getFieldsMap()).isEmpty();
  }

  @Test
  @DisplayName("may be JSON, for keys with spaces and the like")
  void json() {
    assertThat(
            read(
                "{\"type\": \"friends\", \"from_key\": \"u 1\", \"to_key\": \"{\", \"attributes\":"
                    + " {\"n\": 1}}"))
        .isEqualTo(
            HypotheticalEdge.newBuilder()
                .setType("friends")
                .setFromKey("u 1")
                .setToKey("{")
                .setAttributes(Struct.newBuilder().putFields("n", Values.of(1)))
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "friends", "friends u1", "purchased u1 p7 amount", "purchased u1 p7 =1"})
  @DisplayName("is refused if it is anything else")
  void wrong(String text) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TypeConversionException.class)
        .hasMessage("'" + text + "' is no edge like 'purchased u1 p7 amount=120'");
  }

  private static HypotheticalEdge read(String text) {
    return new EdgeConverter().convert(text);
  }
}
