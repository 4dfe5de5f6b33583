package dev.kith.ingest.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.cdc.RowChange.Delete;
import dev.kith.ingest.cdc.RowChange.Origin;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What an earlier Kith left")
class EarlierSchemasTest {

  @Test
  @DisplayName("in its state store are elements that know of no truncate")
  void elementState() throws Exception {
    Schema schema = earlier("element_state_1");
    Schema row = schema.getField("row").schema().getTypes().get(1);
    Schema values = row.getField("values").schema().getTypes().get(1);
    byte[] bytes =
        encode(
            new GenericRecordBuilder(schema)
                .set(
                    "row",
                    new GenericRecordBuilder(row)
                        .set("position", 10L)
                        .set("time", 1000L)
                        .set("offset", 5L)
                        .set("timestamp", 7L)
                        .set("delete_dropped", false)
                        .set(
                            "values",
                            new GenericRecordBuilder(values)
                                .set("values", Map.of("age", 30L))
                                .build())
                        .build())
                .build());
    RowState expected =
        new RowState(
            10L,
            1000L,
            5,
            7,
            false,
            Optional.of(new RowState.Values(Optional.empty(), Map.of("age", 30L))));
    assertThat(new ElementStateCodec().decode(bytes))
        .isEqualTo(new ElementState(expected, RowState.UNSEEN, 0));
  }

  @Test
  @DisplayName("on its way to the elements is taken as any other change")
  void rowChange() throws Exception {
    Schema schema = earlier("row_change_1");
    Schema delete = schema.getField("content").schema().getTypes().get(1);
    byte[] bytes =
        encode(
            new GenericRecordBuilder(schema)
                .set("swapped", true)
                .set("position", 10L)
                .set("time", 1000L)
                .set("offset", 5L)
                .set("timestamp", 7L)
                .set("content", new GenericData.Record(delete))
                .build());
    assertThat(new RowChangeCodec().decode(bytes))
        .isEqualTo(new RowChange(true, new Origin(10L, 1000L, 5, 7), new Delete()));
  }

  private static Schema earlier(String name) throws Exception {
    String resource = "/schemas/avro/ingest/earlier/" + name + ".avsc";
    try (InputStream in = EarlierSchemasTest.class.getResourceAsStream(resource)) {
      return new Schema.Parser().parse(Objects.requireNonNull(in, resource));
    }
  }

  private static byte[] encode(GenericRecord record) throws Exception {
    ByteBuffer bytes =
        new BinaryMessageEncoder<GenericRecord>(new GenericData(), record.getSchema())
            .encode(record);
    byte[] out = new byte[bytes.remaining()];
    bytes.get(out);
    return out;
  }
}
