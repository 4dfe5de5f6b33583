package dev.kith.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.ingest.deadletter.DeadLetter;
import dev.kith.ingest.deadletter.Source;
import dev.kith.ingest.retry.StopSignal;
import dev.kith.ingest.wire.BadRecordException;
import dev.kith.ingest.wire.ConfluentReader;
import dev.kith.ingest.wire.RegistrySchemas;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.generic.GenericData;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/** All of a dead letter, for people; its key and value as JSON where they can be read. */
final class LetterContent implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int HEX_LINE = 16;
  private static final int HEX_SHOWN = 4096;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistrySchemas schemas;
  private final ConfluentReader reader;

  /**
   * @param registry its URLs
   * @param userInfo {@code user:password}; may be empty
   */
  LetterContent(String registry, String userInfo) {
    schemas = new RegistrySchemas(registry, userInfo, new StopSignal(), PATIENCE);
    reader = new ConfluentReader(schemas);
  }

  List<String> render(DeadLetter letter) {
    Source source = letter.source();
    List<String> out = new ArrayList<>();
    out.add("letter   " + letter.place() + ", written " + letter.time());
    out.add(
        "source   "
            + source
            + (source.timestamp() < 0 ? "" : ", of " + Instant.ofEpochMilli(source.timestamp())));
    out.add("reason   " + letter.code() + ": " + letter.reason());
    out.add("attempts " + source.attempts());
    for (Header header : letter.record().headers()) {
      out.add("header   " + header.key() + " = " + text(header.value()));
    }
    out.add("");
    content(out, "key", source.topic(), letter.record().key());
    out.add("");
    content(out, "value", source.topic(), letter.record().value());
    return out;
  }

  private void content(List<String> out, String what, String topic, byte @Nullable [] bytes) {
    if (bytes == null) {
      out.add(what + ": none");
      return;
    }
    try {
      String json = GenericData.get().toString(reader.read(topic, bytes));
      out.add(what + ", " + bytes.length + " bytes:");
      pretty(json).lines().forEach(out::add);
    } catch (BadRecordException | RuntimeException e) {
      out.add(what + ", " + bytes.length + " bytes, can't be read: " + e.getMessage());
      out.addAll(hex(bytes));
    }
  }

  private static String pretty(String json) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(JSON.readTree(json));
    } catch (JsonProcessingException e) {
      return json; // NaN, for instance
    }
  }

  private static String text(byte @Nullable [] bytes) {
    if (bytes == null) {
      return "none";
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    boolean printable = text.chars().noneMatch(c -> Character.isISOControl(c) || c == '\uFFFD');
    return printable ? text : HexFormat.of().formatHex(bytes);
  }

  /** As hexdump has it: the offset, the bytes, and those that are letters. */
  private static List<String> hex(byte[] bytes) {
    List<String> out = new ArrayList<>();
    int shown = Math.min(bytes.length, HEX_SHOWN);
    for (int from = 0; from < shown; from += HEX_LINE) {
      int to = Math.min(from + HEX_LINE, shown);
      StringBuilder letters = new StringBuilder();
      for (int i = from; i < to; i++) {
        letters.append(bytes[i] >= ' ' && bytes[i] < 127 ? (char) bytes[i] : '.');
      }
      out.add(
          "%08x  %-48s %s"
              .formatted(from, HexFormat.ofDelimiter(" ").formatHex(bytes, from, to), letters));
    }
    if (shown < bytes.length) {
      out.add("… and " + (bytes.length - shown) + " bytes more");
    }
    return out;
  }

  @Override
  public void close() {
    schemas.close();
  }
}
