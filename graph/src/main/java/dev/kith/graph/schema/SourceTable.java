package dev.kith.graph.schema;

import java.util.List;
import java.util.Optional;

/**
 * A source table: which CDC topic carries its rows, and which of its columns feed which element.
 *
 * @param topic the CDC topic
 * @param element the type that its rows are
 * @param keyColumns the columns of its primary key: one for a node or a keyed edge; for an edge
 *     identified by its ends the two of {@code ends}
 * @param ends for an edge the columns that hold the keys of its ends; empty for a node
 * @param columns the other columns that are read
 */
public record SourceTable(
    String topic,
    ElementType element,
    List<String> keyColumns,
    Optional<Ends> ends,
    List<Column> columns) {

  /** The columns with the keys of an edge's source and target. */
  public record Ends(String from, String to) {}

  /** A column that feeds an attribute. Its value may be null, and then the attribute is missing. */
  public record Column(String name, Attribute attribute) {}

  public SourceTable {
    keyColumns = List.copyOf(keyColumns);
    columns = List.copyOf(columns);
  }
}
