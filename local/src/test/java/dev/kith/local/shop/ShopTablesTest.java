package dev.kith.local.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.local.source.Table;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The shop's tables")
class ShopTablesTest {

  @Test
  @DisplayName("feed the shipped graph, with every column that it reads, and none of another kind")
  void shipped() {
    GraphSchema graph = GraphYaml.load("");
    assertThat(ShopTables.feed(graph)).isTrue();
    assertThat(graph.sources().stream().map(Table::of).map(ShopTablesTest::shape))
        .containsExactlyElementsOf(ShopTables.ALL.stream().map(ShopTablesTest::shape).toList());
  }

  @Test
  @DisplayName("do not feed a graph that reads others")
  void others() {
    assertThat(ShopTables.feed(GraphYaml.load("../examples/fraud/graph.yaml"))).isFalse();
  }

  /** All but the types, which graph.yaml knows less exactly than a database. */
  private static String shape(Table table) {
    StringBuilder out = new StringBuilder(table.topic() + (table.pairs() ? " pairs" : ""));
    for (Table.Column column : table.columns()) {
      out.append(column.key() ? " key " : column.nullable() ? " " : " required ");
      out.append(column.name());
    }
    return out.toString();
  }
}
