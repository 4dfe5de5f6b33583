package dev.kith.local.shop;

import dev.kith.local.source.RowChange;
import dev.kith.local.source.TableRow;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.Consumer;

/**
 * A shop at work: its rows at the start, then what happens in it, change by change. With the same
 * profile and the same clock, the same happens. Not thread-safe.
 */
public final class ShopSimulator {

  /** A purchase that a member of the ring is about to make. */
  private record Due(Instant at, String member, String product) {}

  private final ShopProfile profile;
  private final Shop shop;
  private final InstantSource clock;
  private final Random random;
  private final List<String> ring;
  private final PriorityQueue<Due> due = new PriorityQueue<>(Comparator.comparing(Due::at));
  private Instant nextBurst;
  private int lastUser;
  private int lastPurchase;

  private ShopSimulator(ShopProfile profile, Shop shop, InstantSource clock) {
    this.profile = profile;
    this.shop = shop;
    this.clock = clock;
    this.ring = profile.ring();
    this.lastUser = shop.users.highestNumber();
    this.lastPurchase = shop.purchases.highestNumber();
    // Not the opening's sequence again, nor that of another day on the same rows.
    this.random = new Random(profile.seed() * 31 + lastPurchase + 1);
    this.nextBurst = clock.instant();
  }

  /**
   * A new shop.
   *
   * @param out given every row that it starts with
   */
  public static ShopSimulator open(
      ShopProfile profile, InstantSource clock, Consumer<RowChange> out) {
    Shop shop = new Shop();
    new ShopOpening(profile, shop, clock.instant(), out).run();
    return new ShopSimulator(profile, shop, clock);
  }

  /** A shop that goes on with the rows it has. */
  static ShopSimulator reopen(ShopProfile profile, Shop shop, InstantSource clock) {
    return new ShopSimulator(profile, shop, clock);
  }

  /** How many rows a new shop gives out, about. */
  public static long openingRows(ShopProfile profile) {
    return (long) profile.users()
        + profile.products()
        + profile.friendships()
        + profile.purchases()
        + 32L * ShopProfile.RING_SIZE;
  }

  /** The next thing that happens, now: one change, or those that belong together. */
  public void step(Consumer<RowChange> out) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    planRing(now);
    Due next = due.peek();
    if (next != null && !next.at().isAfter(now)) {
      due.remove();
      make(buy(next.member(), next.product(), now), out);
      return;
    }
    int chance = random.nextInt(100);
    if (chance < 70) {
      String buyer = shop.users.pickFavourite(random).text("user_id");
      make(buy(buyer, ShopOpening.wish(shop, buyer, random), now), out);
    } else if (chance < 76) {
      befriend(now, out);
    } else if (chance < 80) {
      unfriend(out);
    } else if (chance < 84 && shop.purchases.size() > 0) {
      make(RowChange.delete(shop.purchases.pick(random)), out);
    } else if (chance < 87 && shop.purchases.size() > 0) {
      correct(shop.purchases.pick(random), out);
    } else if (chance < 92) {
      TableRow user = shop.users.pick(random);
      make(RowChange.update(user.with("city", ShopProfile.city(random))), out);
    } else if (chance < 96) {
      reprice(shop.products.pick(random), out);
    } else if (chance < 98) {
      TableRow user =
          TableRow.of(
              ShopTables.USERS,
              ShopProfile.user(++lastUser),
              18 + random.nextInt(60),
              ShopProfile.city(random),
              now);
      make(RowChange.create(user), out);
    } else {
      leave(out);
    }
  }

  /** Every half minute or so the ring agrees on a product, and each member buys it soon. */
  private void planRing(Instant now) {
    if (now.isBefore(nextBurst)) {
      return;
    }
    String product = shop.products.pick(random).text("product_id");
    for (String member : ring) {
      due.add(new Due(now.plusSeconds(random.nextInt(60)), member, product));
    }
    nextBurst = now.plusSeconds(20 + random.nextInt(20));
  }

  private RowChange buy(String user, String product, Instant at) {
    return RowChange.create(ShopOpening.purchase(shop, ++lastPurchase, user, product, at, random));
  }

  private void befriend(Instant now, Consumer<RowChange> out) {
    String a = shop.users.pickFavourite(random).text("user_id");
    String b = shop.users.pick(random).text("user_id");
    if (!a.equals(b) && !shop.friends(a).contains(b)) {
      boolean inOrder = a.compareTo(b) < 0;
      make(
          RowChange.create(
              TableRow.of(ShopTables.FRIENDSHIPS, inOrder ? a : b, inOrder ? b : a, now)),
          out);
    }
  }

  private void unfriend(Consumer<RowChange> out) {
    if (shop.friendships.size() > 0) {
      TableRow friendship = shop.friendships.pick(random);
      boolean withinRing =
          ring.contains(friendship.text("user_id")) && ring.contains(friendship.text("friend_id"));
      if (!withinRing) {
        make(RowChange.delete(friendship), out);
      }
    }
  }

  /** The quantity was wrong, and so was the amount. */
  private void correct(TableRow purchase, Consumer<RowChange> out) {
    TableRow product = shop.products.get(purchase.text("product_id"));
    if (product != null && product.value("price") instanceof BigDecimal price) {
      int quantity = 1 + random.nextInt(3);
      make(
          RowChange.update(
              purchase
                  .with("quantity", quantity)
                  .with("amount", price.multiply(BigDecimal.valueOf(quantity)))),
          out);
    }
  }

  private void reprice(TableRow product, Consumer<RowChange> out) {
    if (product.value("price") instanceof BigDecimal price) {
      // Up as often and as far as down, so that prices do not wander off.
      double changed = price.doubleValue() * Math.pow(1.25, 2 * random.nextDouble() - 1);
      make(RowChange.update(product.with("price", ShopProfile.price(Math.max(1, changed)))), out);
    }
  }

  /** A user closes the account: with it go friendships and purchases. */
  private void leave(Consumer<RowChange> out) {
    TableRow user = shop.users.pick(random);
    String key = user.text("user_id");
    if (ring.contains(key) || shop.users.size() <= profile.users() / 2) {
      return;
    }
    for (TableRow friendship : shop.friendships.all()) {
      if (friendship.text("user_id").equals(key) || friendship.text("friend_id").equals(key)) {
        make(RowChange.delete(friendship), out);
      }
    }
    for (TableRow purchase : shop.purchases.all()) {
      if (purchase.text("user_id").equals(key)) {
        make(RowChange.delete(purchase), out);
      }
    }
    make(RowChange.delete(user), out);
  }

  private void make(RowChange change, Consumer<RowChange> out) {
    shop.apply(change);
    out.accept(change);
  }
}
