package dev.kith.features.oracle;

import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.features.oracle.SourceEvent.Op;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of a shop, written down by hand. Times are as {@code 2026-06-15T12:00:00Z}. */
public final class SmallShop {
  private final List<SourceEvent> events = new ArrayList<>();
  private int purchases;

  /** Users of whom nothing is known but that they are. */
  public SmallShop users(String... ids) {
    for (String id : ids) {
      user(id, null, null, null);
    }
    return this;
  }

  /** A user. */
  public SmallShop user(
      String id, @Nullable Integer age, @Nullable String city, @Nullable String createdAt) {
    return insert(Table.USERS, id, age, city, time(createdAt));
  }

  /** A product. */
  public SmallShop product(String id, @Nullable String category, String price) {
    return insert(Table.PRODUCTS, id, category, new BigDecimal(price));
  }

  /** Somebody has these friends, nobody knows since when. */
  public SmallShop friends(String user, String... friends) {
    for (String friend : friends) {
      friendsSince(user, friend, null);
    }
    return this;
  }

  /** A friendship. */
  public SmallShop friendsSince(String user, String friend, @Nullable String since) {
    return insert(Table.FRIENDSHIPS, user, friend, time(since));
  }

  /** A purchase of which only the time matters. The first has the key 1, the next 2. */
  public SmallShop bought(String user, String product, @Nullable String at) {
    return purchase(String.valueOf(++purchases), user, product, null, at);
  }

  /** A purchase. */
  public SmallShop purchase(
      String id, String user, String product, @Nullable String amount, @Nullable String at) {
    BigDecimal decimal = amount == null ? null : new BigDecimal(amount);
    return insert(Table.PURCHASES, id, user, product, 1, decimal, time(at));
  }

  /** What its connector writes. */
  public List<SourceEvent> events() {
    return List.copyOf(events);
  }

  /** Its rows. */
  public Rows rows() {
    return Rows.after(events);
  }

  /** In epoch microseconds. */
  public static long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  private static @Nullable Long time(@Nullable String instant) {
    return instant == null ? null : micros(instant);
  }

  private SmallShop insert(Table table, @Nullable Object... columns) {
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    List<String> key = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      row.put(table.columns().get(i).name(), columns[i]);
      if (table.columns().get(i).key()) {
        key.add(String.valueOf(columns[i]));
      }
    }
    events.add(new SourceEvent(table, Op.CREATE, key, null, new SourceRow(row), 1L, 1L));
    return this;
  }
}
