package dev.kith.local.shop;

import dev.kith.local.source.RowChange;
import dev.kith.local.source.Table;
import dev.kith.local.source.TableRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the shop's tables hold now. Not thread-safe. */
final class Shop {

  /** Rows by key, of which any can be picked in constant time. */
  static final class Rows {
    private final List<TableRow> rows = new ArrayList<>();
    private final Map<String, Integer> positions = new HashMap<>();

    void put(TableRow row) {
      Integer position = positions.putIfAbsent(key(row), rows.size());
      if (position == null) {
        rows.add(row);
      } else {
        rows.set(position, row);
      }
    }

    void remove(TableRow row) {
      Integer position = positions.remove(key(row));
      if (position != null) {
        TableRow last = rows.removeLast();
        if (position < rows.size()) {
          rows.set(position, last);
          positions.put(key(last), position);
        }
      }
    }

    @Nullable TableRow get(String key) {
      Integer position = positions.get(key);
      return position == null ? null : rows.get(position);
    }

    /** One at random; the first ones are likelier, as a few customers and products are. */
    TableRow pickFavourite(RandomGenerator random) {
      double share = random.nextDouble();
      return rows.get((int) (share * share * rows.size()));
    }

    TableRow pick(RandomGenerator random) {
      return rows.get(random.nextInt(rows.size()));
    }

    List<TableRow> all() {
      return List.copyOf(rows);
    }

    int size() {
      return rows.size();
    }

    /** The highest number in keys that are a letter and a number; others are not the shop's own. */
    int highestNumber() {
      return positions.keySet().stream()
          .filter(key -> key.matches("[a-z]\\d{1,9}"))
          .mapToInt(key -> Integer.parseInt(key.substring(1)))
          .max()
          .orElse(0);
    }
  }

  final Rows users = new Rows();
  final Rows products = new Rows();
  final Rows friendships = new Rows();
  final Rows purchases = new Rows();
  private final Map<Table, Rows> tables =
      Map.of(
          ShopTables.USERS, users,
          ShopTables.PRODUCTS, products,
          ShopTables.FRIENDSHIPS, friendships,
          ShopTables.PURCHASES, purchases);
  private final Map<String, Set<String>> friends = new HashMap<>();
  private final Map<String, TableRow> lastPurchases = new HashMap<>();

  /** Makes a change as the database would. */
  void apply(RowChange change) {
    TableRow row = change.row();
    boolean there = change.op() != RowChange.Op.DELETE;
    if (there) {
      rows(row.table()).put(row);
    } else {
      rows(row.table()).remove(row);
    }
    if (row.table().equals(ShopTables.FRIENDSHIPS)) {
      link(row.text("user_id"), row.text("friend_id"), there);
      link(row.text("friend_id"), row.text("user_id"), there);
    }
    if (row.table().equals(ShopTables.PURCHASES) && there) {
      lastPurchases.put(row.text("user_id"), row);
    }
  }

  /** In the order in which they became friends. */
  Set<String> friends(String user) {
    return friends.getOrDefault(user, Set.of());
  }

  /** The newest purchase of a user; it may have been undone since. */
  Optional<TableRow> lastPurchase(String user) {
    return Optional.ofNullable(lastPurchases.get(user));
  }

  private void link(String user, String friend, boolean there) {
    Set<String> all = friends.computeIfAbsent(user, u -> new LinkedHashSet<>());
    if (there) {
      all.add(friend);
    } else {
      all.remove(friend);
    }
  }

  private Rows rows(Table table) {
    Rows rows = tables.get(table);
    if (rows == null) {
      throw new IllegalArgumentException(table + " is not one of the shop's");
    }
    return rows;
  }

  private static String key(TableRow row) {
    return row.table().columns().stream()
        .filter(Table.Column::key)
        .map(column -> row.text(column.name()))
        .collect(Collectors.joining("/"));
  }
}
