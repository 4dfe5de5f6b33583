package dev.kith.bench;

import dev.kith.local.shop.ShopTables;
import dev.kith.local.source.RowChange;
import dev.kith.local.source.Table;
import dev.kith.local.source.TableRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A shop of which a few users have most friends, a few (others) make most purchases, and a few
 * products are bought most. The same parameters give the same shop.
 *
 * @param friends of a user, on average
 * @param purchases of a user, on average
 */
public record PowerLawShop(long seed, int users, int friends, int purchases) {
  private static final int USERS_A_PRODUCT = 4;
  private static final int CATEGORIES = 20;
  private static final int CITIES = 50;
  private static final Duration PURCHASES_WITHIN = Duration.ofDays(60);
  private static final Duration FRIENDS_WITHIN = Duration.ofDays(720);

  public PowerLawShop {
    if (users < 10 || friends < 1 || friends > users / 4 || purchases < 1) {
      throw new IllegalArgumentException(
          "a shop has at least 10 users, with 1 friend to a quarter of the users, and 1 purchase,"
              + " each");
    }
  }

  public int products() {
    return Math.max(1, users / USERS_A_PRODUCT);
  }

  /** How many rows it has. */
  public int rows() {
    return users + products() + friendships() + users * purchases;
  }

  private int friendships() {
    return users * friends / 2;
  }

  public static String user(int number) {
    return "u" + number;
  }

  /**
   * Gives out all rows, in the order users, products, friendships, purchases.
   *
   * @param now the end of its history
   */
  void generate(Instant now, Consumer<RowChange> out) {
    Random random = new Random(seed);
    for (int i = 0; i < users; i++) {
      row(
          out,
          ShopTables.USERS,
          user(i),
          18 + random.nextInt(60),
          "city" + random.nextInt(CITIES),
          before(now, FRIENDS_WITHIN, random));
    }
    for (int i = 0; i < products(); i++) {
      String category = "category" + random.nextInt(CATEGORIES);
      row(out, ShopTables.PRODUCTS, product(i), category, money(random.nextInt(100, 30_000)));
    }
    generateFriendships(now, random, out);
    generatePurchases(now, random, out);
  }

  private void generateFriendships(Instant now, Random random, Consumer<RowChange> out) {
    PowerLaw popular = new PowerLaw(users);
    Set<Long> pairs = HashSet.newHashSet(friendships());
    while (pairs.size() < friendships()) {
      int a = popular.pick(random);
      int b = popular.pick(random);
      if (a != b && pairs.add((long) Math.min(a, b) * users + Math.max(a, b))) {
        row(out, ShopTables.FRIENDSHIPS, user(a), user(b), before(now, FRIENDS_WITHIN, random));
      }
    }
  }

  private void generatePurchases(Instant now, Random random, Consumer<RowChange> out) {
    PowerLaw eager = new PowerLaw(users);
    PowerLaw wanted = new PowerLaw(products());
    for (int i = 0; i < users * purchases; i++) {
      row(
          out,
          ShopTables.PURCHASES,
          "o" + i,
          user(users - 1 - eager.pick(random)), // not those with the most friends
          product(wanted.pick(random)),
          1 + random.nextInt(3),
          money(random.nextInt(100, 90_000)),
          before(now, PURCHASES_WITHIN, random));
    }
  }

  private static void row(Consumer<RowChange> out, Table table, Object... values) {
    out.accept(RowChange.create(new TableRow(table, List.of(values))));
  }

  private static String product(int number) {
    return "p" + number;
  }

  private static Instant before(Instant now, Duration within, Random random) {
    return now.minusSeconds(random.nextLong(within.toSeconds()));
  }

  private static BigDecimal money(int cents) {
    return BigDecimal.valueOf(cents, 2);
  }
}
