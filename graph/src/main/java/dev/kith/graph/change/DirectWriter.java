package dev.kith.graph.change;

import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.ElementType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.jspecify.annotations.Nullable;

/** Writes the values of records, with no Avro record in between. Thread-safe. */
final class DirectWriter {
  /** Most values are shorter. */
  private static final int SIZE = 128;

  private final byte[] header = ChangeFormat.header();

  /**
   * Writes a value. The attributes stand in the order of their type, in which {@link DirectReader}
   * tries them.
   */
  byte[] value(ElementType type, Row row, @Nullable String from, @Nullable String to) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(SIZE);
    out.writeBytes(header);
    try {
      Encoder avro = EncoderFactory.get().directBinaryEncoder(out, null);
      end(avro, from);
      end(avro, to);
      attributes(avro, type, row);
      avro.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // it writes to memory only
    }
    return out.toByteArray();
  }

  private static void end(Encoder avro, @Nullable String key) throws IOException {
    if (key == null) {
      avro.writeIndex(ChangeFormat.NO_END);
    } else {
      avro.writeIndex(ChangeFormat.AN_END);
      avro.writeString(key);
    }
  }

  private static void attributes(Encoder avro, ElementType type, Row row) throws IOException {
    avro.writeMapStart();
    avro.setItemCount(type.attributes().stream().filter(row::has).count());
    for (Attribute attribute : type.attributes()) {
      if (row.has(attribute)) {
        avro.startItem();
        avro.writeString(attribute.name());
        avro.writeIndex(ChangeFormat.branch(attribute.type()));
        switch (attribute.type()) {
          case INT, TIMESTAMP -> avro.writeLong(row.bits(attribute));
          case DOUBLE -> avro.writeDouble(row.doubleValue(attribute));
          case STRING -> avro.writeString(Objects.requireNonNull(row.text(attribute)));
          case BOOL -> avro.writeBoolean(row.boolValue(attribute));
        }
      }
    }
    avro.writeMapEnd();
  }
}
