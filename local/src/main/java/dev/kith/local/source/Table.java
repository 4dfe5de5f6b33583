package dev.kith.local.source;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.SourceTable;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * A source table, as PostgreSQL would have it.
 *
 * @param topic that Debezium writes its changes to: {@code database.schema.table}
 * @param pairs whether a row joins two of a kind, by its two keys, in no order: then no row joins
 *     one with itself
 */
public record Table(String topic, List<Column> columns, boolean pairs) {

  /** A column's type, with the Java type of its values. */
  public enum Type {
    /** {@code text}: {@code String}. */
    TEXT,
    /** {@code integer}: {@code Integer}. */
    INT,
    /** {@code bigint}: {@code Long}. */
    BIGINT,
    /** {@code numeric(12,2)}: {@code BigDecimal} of scale 2. */
    DECIMAL,
    /** {@code double precision}: {@code Double}. */
    DOUBLE,
    /** {@code boolean}: {@code Boolean}. */
    BOOLEAN,
    /** {@code timestamptz}: {@code Instant}, whole microseconds. */
    TIMESTAMP
  }

  /**
   * A column.
   *
   * @param key whether it is part of the primary key
   */
  public record Column(String name, Type type, boolean key, boolean nullable) {

    public static Column key(String name) {
      return new Column(name, Type.TEXT, true, false);
    }

    public static Column required(String name, Type type) {
      return new Column(name, type, false, false);
    }

    public static Column nullable(String name, Type type) {
      return new Column(name, type, false, true);
    }
  }

  public Table {
    columns = List.copyOf(columns);
  }

  /** The table that a source of a graph.yaml reads: its columns are those that are read. */
  public static Table of(SourceTable source) {
    List<Column> columns = new ArrayList<>();
    source.keyColumns().forEach(name -> columns.add(Column.key(name)));
    source
        .ends()
        .ifPresent(
            ends -> {
              columns.add(Column.required(ends.from(), Type.TEXT));
              columns.add(Column.required(ends.to(), Type.TEXT));
            });
    source.columns().forEach(c -> columns.add(Column.nullable(c.name(), type(c.attribute()))));
    // A column may be read for more than one thing; what it is first, decides what it holds.
    Set<String> names = new LinkedHashSet<>();
    columns.removeIf(column -> !names.add(column.name()));
    return new Table(
        source.topic(), columns, source.element() instanceof EdgeType edge && edge.symmetric());
  }

  private static Type type(Attribute attribute) {
    return switch (attribute.type()) {
      case STRING -> Type.TEXT;
      case INT -> Type.BIGINT;
      case DOUBLE -> Type.DOUBLE;
      case BOOL -> Type.BOOLEAN;
      case TIMESTAMP -> Type.TIMESTAMP;
    };
  }

  /** Its name in the database: {@code users}. */
  public String name() {
    return topic.substring(topic.lastIndexOf('.') + 1);
  }

  /** The position of a column. */
  public int index(String column) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).name().equals(column))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(this + " has no column " + column));
  }

  /** By the topic alone, since tables are keys of hash maps. */
  @Override
  public int hashCode() {
    return topic.hashCode();
  }

  @Override
  public String toString() {
    return name();
  }
}
