package dev.kith.bench.data;

import dev.kith.local.shop.ShopTables;
import dev.kith.local.source.RowChange;
import dev.kith.local.source.Table;
import dev.kith.local.source.TableRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Consumer;

/** Makes the elements of a shop rows of its tables, as a source database has them. */
public record RowSink(Consumer<RowChange> out) implements ShopSink {

  @Override
  public void user(String key, int age, String city, long createdAt) {
    row(ShopTables.USERS, key, age, city, time(createdAt));
  }

  @Override
  public void product(String key, String category, int price) {
    row(ShopTables.PRODUCTS, key, category, money(price));
  }

  @Override
  public void friendship(String a, String b, long since) {
    row(ShopTables.FRIENDSHIPS, a, b, time(since));
  }

  @Override
  public void purchase(
      String key, String buyer, String product, int quantity, int amount, long purchasedAt) {
    row(ShopTables.PURCHASES, key, buyer, product, quantity, money(amount), time(purchasedAt));
  }

  private void row(Table table, Object... values) {
    out.accept(RowChange.create(new TableRow(table, List.of(values))));
  }

  private static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static BigDecimal money(int cents) {
    return BigDecimal.valueOf(cents, 2);
  }
}
