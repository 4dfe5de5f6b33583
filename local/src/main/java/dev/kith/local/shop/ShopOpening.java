package dev.kith.local.shop;

import dev.kith.local.source.RowChange;
import dev.kith.local.source.TableRow;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The rows that a simulated shop starts with: people who are mostly friends within their city,
 * {@value ShopProfile#DAYS} days of purchases in which some follow those of friends, and the ring's
 * among them.
 */
final class ShopOpening {

  /** A purchase to be made; without a user or product, those are left to chance. */
  private record Planned(Instant at, @Nullable String user, @Nullable String product) {}

  private static final Duration TWO_DAYS = Duration.ofDays(2);

  private final ShopProfile profile;
  private final Shop shop;
  private final Instant now;
  private final Consumer<RowChange> out;
  private final Random random;

  /**
   * @param shop empty; holds the rows afterwards
   * @param now the end of its history
   */
  ShopOpening(ShopProfile profile, Shop shop, Instant now, Consumer<RowChange> out) {
    this.profile = profile;
    this.shop = shop;
    this.now = now.truncatedTo(ChronoUnit.MICROS);
    this.out = out;
    this.random = new Random(profile.seed());
  }

  /** Gives out every row: users, products, friendships, purchases in the order of their times. */
  void run() {
    profile.userKeys().forEach(user -> add(user(user)));
    for (int i = 1; i <= profile.products(); i++) {
      add(ShopProfile.product(i, random));
    }
    friendships();
    purchases();
  }

  private TableRow user(String key) {
    Integer age = random.nextInt(30) == 0 ? null : 18 + random.nextInt(30) + random.nextInt(30);
    return TableRow.of(
        ShopTables.USERS, key, age, ShopProfile.city(random), past(Duration.ofDays(4 * 365)));
  }

  private void friendships() {
    List<String> ring = profile.ring();
    for (int i = 0; i < ring.size(); i++) {
      for (int j = i + 1; j < ring.size(); j++) {
        befriend(shop.users.get(ring.get(i)), shop.users.get(ring.get(j)), Duration.ofDays(60));
      }
    }
    // Small or dense shops may not have that many pairs of a city: chance ends by itself.
    for (int tries = 0;
        shop.friendships.size() < profile.friendships() && tries < 20 * profile.friendships();
        tries++) {
      TableRow one = shop.users.pickFavourite(random);
      TableRow other = shop.users.pick(random);
      boolean near = Objects.equals(one.value("city"), other.value("city"));
      if (near || random.nextInt(6) == 0) {
        befriend(one, other, Duration.ofDays(2 * 365));
      }
    }
  }

  private void befriend(@Nullable TableRow one, @Nullable TableRow other, Duration within) {
    if (one == null || other == null) {
      throw new IllegalStateException("the ring's members are users");
    }
    String a = one.text("user_id");
    String b = other.text("user_id");
    if (!a.equals(b) && !shop.friends(a).contains(b)) {
      Instant since = random.nextInt(50) == 0 ? null : past(within);
      boolean inOrder = a.compareTo(b) < 0;
      add(TableRow.of(ShopTables.FRIENDSHIPS, inOrder ? a : b, inOrder ? b : a, since));
    }
  }

  private void purchases() {
    List<Planned> planned = new ArrayList<>();
    for (int i = 0; i < profile.purchases(); i++) {
      planned.add(new Planned(past(Duration.ofDays(ShopProfile.DAYS)), null, null));
    }
    Instant burst = now.minus(Duration.ofDays(ShopProfile.DAYS));
    while (burst.isBefore(now.minus(Duration.ofHours(1)))) {
      burst(burst, planned);
      burst = burst.plus(TWO_DAYS).minusSeconds(random.nextInt(24 * 3600));
    }
    // It is at it right now: whoever looks at a member sees that.
    for (int minutesAgo : List.of(50, 38, 26, 16, 7)) {
      burst(now.minus(Duration.ofMinutes(minutesAgo)), planned);
    }
    planned.sort(Comparator.comparing(Planned::at));
    int number = 0;
    for (Planned purchase : planned) {
      String user = purchase.user();
      String buyer = user == null ? shop.users.pickFavourite(random).text("user_id") : user;
      String product = purchase.product();
      add(
          purchase(
              shop,
              ++number,
              buyer,
              product == null ? wish(shop, buyer, random) : product,
              purchase.at(),
              random));
    }
  }

  /** Within five minutes, every member of the ring buys the same product. */
  private void burst(Instant from, List<Planned> planned) {
    String product = shop.products.pick(random).text("product_id");
    for (String member : profile.ring()) {
      planned.add(new Planned(from.plusSeconds(random.nextInt(300)), member, product));
    }
  }

  /** What someone buys: one in four times what a friend bought last. */
  static String wish(Shop shop, String user, Random random) {
    List<String> friends = List.copyOf(shop.friends(user));
    if (!friends.isEmpty() && random.nextInt(4) == 0) {
      String friend = friends.get(random.nextInt(friends.size()));
      TableRow seen = shop.lastPurchase(friend).orElse(null);
      if (seen != null && shop.products.get(seen.text("product_id")) != null) {
        return seen.text("product_id");
      }
    }
    return shop.products.pickFavourite(random).text("product_id");
  }

  static TableRow purchase(
      Shop shop, int number, String user, String product, Instant at, Random random) {
    int quantity = random.nextInt(5) == 0 ? 2 + random.nextInt(2) : 1;
    TableRow bought = shop.products.get(product);
    BigDecimal price = bought == null ? null : (BigDecimal) bought.value("price");
    return TableRow.of(
        ShopTables.PURCHASES,
        ShopProfile.purchase(number),
        user,
        product,
        quantity,
        price == null ? null : price.multiply(BigDecimal.valueOf(quantity)),
        at);
  }

  private Instant past(Duration within) {
    return now.minusSeconds(random.nextLong(within.toSeconds()));
  }

  private void add(TableRow row) {
    RowChange change = RowChange.read(row);
    shop.apply(change);
    out.accept(change);
  }
}
