package dev.kith.local.shop;

import static dev.kith.local.source.Table.Column.key;
import static dev.kith.local.source.Table.Column.nullable;
import static dev.kith.local.source.Table.Column.required;

import dev.kith.graph.schema.GraphSchema;
import dev.kith.local.source.Table;
import dev.kith.local.source.Table.Column;
import java.util.List;

/** The shop's tables: those that the shipped {@code graph.yaml} reads. */
public final class ShopTables {
  public static final Table USERS =
      table(
          "users",
          key("user_id"),
          nullable("age", Table.Type.INT),
          nullable("city", Table.Type.TEXT),
          nullable("created_at", Table.Type.TIMESTAMP));

  public static final Table PRODUCTS =
      table(
          "products",
          key("product_id"),
          nullable("category", Table.Type.TEXT),
          nullable("price", Table.Type.DECIMAL));

  public static final Table FRIENDSHIPS =
      new Table(
          topic("friendships"),
          List.of(key("user_id"), key("friend_id"), nullable("since", Table.Type.TIMESTAMP)),
          true);

  public static final Table PURCHASES =
      table(
          "purchases",
          key("purchase_id"),
          required("user_id", Table.Type.TEXT),
          required("product_id", Table.Type.TEXT),
          nullable("quantity", Table.Type.INT),
          nullable("amount", Table.Type.DECIMAL),
          nullable("purchased_at", Table.Type.TIMESTAMP));

  public static final List<Table> ALL = List.of(USERS, PRODUCTS, FRIENDSHIPS, PURCHASES);

  private ShopTables() {}

  /** Whether a graph is made of the shop's tables. */
  public static boolean feed(GraphSchema graph) {
    return ALL.stream().allMatch(table -> graph.source(table.topic()).isPresent());
  }

  private static Table table(String name, Column... columns) {
    return new Table(topic(name), List.of(columns), false);
  }

  private static String topic(String name) {
    return "shop.public." + name;
  }
}
