package dev.kith.local.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.local.shop.ShopTables;
import dev.kith.local.source.Table.Column;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The schemas of a table's changes")
class CdcSchemasTest {

  @Test
  @DisplayName("are those that Kith ships for the shop's tables, as Debezium registered them")
  void asShipped() throws IOException {
    for (Table table : ShopTables.ALL) {
      CdcSchemas schemas = CdcSchemas.of(table);
      assertThat(schemas.key()).as("%s", table).isEqualTo(shipped(table.name() + "_key"));
      assertThat(schemas.envelope()).as("%s", table).isEqualTo(shipped(table.name() + "_value"));
    }
  }

  @Test
  @DisplayName("have a name space that Avro takes, whatever Kafka takes as a topic")
  void nameSpaces() {
    assertThat(nameSpace("shop.public.users")).isEqualTo("shop.public.users");
    assertThat(nameSpace("eu-1.2nd..users.")).isEqualTo("eu_1._2nd._.users._");
    assertThat(nameSpace("7")).isEqualTo("_7");
  }

  private static String nameSpace(String topic) {
    return CdcSchemas.of(new Table(topic, List.of(Column.key("id")), false)).key().getNamespace();
  }

  private static Schema shipped(String name) throws IOException {
    try (InputStream in =
        CdcSchemasTest.class.getResourceAsStream("/schemas/avro/cdc/" + name + ".avsc")) {
      return new Schema.Parser().parse(in);
    }
  }
}
