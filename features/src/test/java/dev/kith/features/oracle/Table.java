package dev.kith.features.oracle;

import java.util.List;
import java.util.Objects;

/** The four default source tables. */
public enum Table {
  USERS(
      "shop.public.users",
      key("user_id"),
      new Column("age", false),
      new Column("city", false),
      new Column("created_at", false)),
  PRODUCTS(
      "shop.public.products",
      key("product_id"),
      new Column("category", false),
      new Column("price", false)),
  FRIENDSHIPS(
      "shop.public.friendships", key("user_id"), key("friend_id"), new Column("since", false)),
  PURCHASES(
      "shop.public.purchases",
      key("purchase_id"),
      new Column("user_id", false),
      new Column("product_id", false),
      new Column("quantity", false),
      new Column("amount", false),
      new Column("purchased_at", false));

  /**
   * A column.
   *
   * @param key whether it is part of the primary key
   */
  public record Column(String name, boolean key) {}

  private final String topic;

  @SuppressWarnings("ImmutableEnumChecker") // List.of
  private final List<Column> columns;

  Table(String topic, Column... columns) {
    this.topic = topic;
    this.columns = List.of(columns);
  }

  public String topic() {
    return topic;
  }

  public List<Column> columns() {
    return columns;
  }

  /** The primary key of a row of this table, column by column. */
  public List<String> key(Rows.SourceRow row) {
    return columns.stream()
        .filter(Column::key)
        .map(column -> Objects.requireNonNull(row.text(column.name())))
        .toList();
  }

  private static Column key(String name) {
    return new Column(name, true);
  }
}
