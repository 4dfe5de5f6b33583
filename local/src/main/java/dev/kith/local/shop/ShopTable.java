package dev.kith.local.shop;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** The source tables of the default {@code graph.yaml}, as PostgreSQL would have them. */
public enum ShopTable {
  USERS(
      key("user_id"),
      nullable("age", Type.INT),
      nullable("city", Type.TEXT),
      nullable("created_at", Type.TIMESTAMP)),
  PRODUCTS(key("product_id"), nullable("category", Type.TEXT), nullable("price", Type.DECIMAL)),
  FRIENDSHIPS(key("user_id"), key("friend_id"), nullable("since", Type.TIMESTAMP)),
  PURCHASES(
      key("purchase_id"),
      new Column("user_id", Type.TEXT, false, false),
      new Column("product_id", Type.TEXT, false, false),
      nullable("quantity", Type.INT),
      nullable("amount", Type.DECIMAL),
      nullable("purchased_at", Type.TIMESTAMP));

  /** A column's type, with the Java type of its values. */
  public enum Type {
    /** {@code String}. */
    TEXT,
    /** {@code Integer}. */
    INT,
    /** {@code numeric(12,2)}: {@code BigDecimal} of scale 2. */
    DECIMAL,
    /** {@code timestamptz}: {@code Instant}, whole microseconds. */
    TIMESTAMP
  }

  /**
   * A column.
   *
   * @param key whether it is part of the primary key
   */
  public record Column(String name, Type type, boolean key, boolean nullable) {}

  @SuppressWarnings("ImmutableEnumChecker") // List.of can't be changed
  private final List<Column> columns;

  ShopTable(Column... columns) {
    this.columns = List.of(columns);
  }

  public List<Column> columns() {
    return columns;
  }

  /** The position of a column. */
  public int index(String column) {
    return IntStream.range(0, columns.size())
        .filter(i -> columns.get(i).name().equals(column))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(this + " has no column " + column));
  }

  /** As in the database: {@code users}. */
  public String tableName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The topic that Debezium writes its changes to. */
  public String topic() {
    return "shop.public." + tableName();
  }

  private static Column key(String name) {
    return new Column(name, Type.TEXT, true, false);
  }

  private static Column nullable(String name, Type type) {
    return new Column(name, type, false, true);
  }
}
