package dev.kith.ingest;

import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.wire.BadRecordException;
import dev.kith.ingest.wire.Schemas;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Schemas by id, in memory, and values in Confluent's wire format under those ids. */
public final class TestRegistry implements Schemas {
  private final List<Schema> schemas = new ArrayList<>();

  @Override
  public Schema byId(int id) throws BadRecordException {
    if (id < 1 || id > schemas.size()) {
      throw new BadRecordException(Reason.UNKNOWN_SCHEMA, "the registry knows no schema " + id);
    }
    return schemas.get(id - 1);
  }

  /** How many schemas there are; their ids begin with 1. */
  public int size() {
    return schemas.size();
  }

  public int id(Schema schema) {
    if (!schemas.contains(schema)) {
      schemas.add(schema);
    }
    return schemas.indexOf(schema) + 1;
  }

  public byte[] wire(IndexedRecord record) {
    return wire(record.getSchema(), record);
  }

  public byte[] wire(Schema schema, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(0);
    out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(id(schema)).array());
    out.writeBytes(avro(schema, value));
    return out.toByteArray();
  }

  public static byte[] avro(Schema schema, Object value) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    try {
      new GenericDatumWriter<>(schema).write(value, encoder);
      encoder.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toByteArray();
  }
}
