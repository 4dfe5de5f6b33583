package dev.kith.features.oracle;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A graph of a form for which features of neighbourhoods are made, or by which they are brought to
 * their limits. Times are up to some days ago, many of them the same or just as far apart as a
 * feature's windows.
 *
 * @param rows of the source tables
 * @param users of whom to ask
 */
public record Shape(String name, Rows rows, List<String> users) {
  /** When to ask. */
  public static final long NOW = SmallShop.micros("2026-06-15T12:00:00Z");

  private static final Instant INSTANT = Instant.parse("2026-06-15T12:00:00Z");
  private static final int LEAVES = 100_000;

  @Override
  public String toString() {
    return name;
  }

  /** All of them. */
  public static Stream<Shape> all(Random random) {
    return Stream.of(
        clique(40, random),
        completeBipartite(30, random),
        ring(4, random),
        ring(10_000, random),
        purchaseRing(200, random),
        boughtEverything(1_500, random),
        star(random));
  }

  /** Everybody knows everybody, and they buy the same few products. */
  static Shape clique(int size, Random random) {
    SmallShop shop = new SmallShop();
    people(shop, size, random);
    for (int a = 0; a < size; a++) {
      for (int b = a + 1; b < size; b++) {
        shop.friendsSince(user(a), user(b), random.nextInt(3) == 0 ? null : daysAgo(b % 9));
      }
      for (int product = 0; product < 3; product++) {
        shop.bought(user(a), product(product), hoursAgo(random.nextInt(80)));
      }
    }
    return new Shape("a clique of " + size, shop.rows(), List.of(user(0), user(size - 1)));
  }

  /** Two groups: friends are only across, and so many cycles of four that limits cut them. */
  static Shape completeBipartite(int half, Random random) {
    SmallShop shop = new SmallShop();
    people(shop, 2 * half, random);
    for (int a = 0; a < half; a++) {
      for (int b = half; b < 2 * half; b++) {
        shop.friendsSince(user(a), user(b), daysAgo((a + b) % 8));
      }
    }
    for (int i = 0; i < 2 * half; i++) {
      shop.bought(user(i), product(i % 2), hoursAgo(i));
    }
    return new Shape(
        "a bipartite graph of twice " + half, shop.rows(), List.of(user(0), user(half)));
  }

  /** Each is a friend of the next, and buys the same an hour after that one. */
  static Shape ring(int length, Random random) {
    SmallShop shop = new SmallShop();
    people(shop, length, random);
    for (int i = 0; i < length; i++) {
      shop.friendsSince(user(i), user((i + 1) % length), daysAgo(i % 9));
      shop.bought(user(i), product(0), hoursAgo(i % 700));
    }
    return new Shape(
        "a ring of " + length, shop.rows(), List.of(user(0), user(length / 2), user(length - 1)));
  }

  /** Each buys one product with the one before and one with the one after, who is a friend. */
  static Shape purchaseRing(int length, Random random) {
    SmallShop shop = new SmallShop();
    people(shop, length, random);
    for (int i = 0; i < length; i++) {
      int next = (i + 1) % length;
      shop.product(product(i), random.nextBoolean() ? null : "c" + i % 5, "99.50");
      shop.bought(user(i), product(i), hoursAgo(i % 48));
      shop.bought(user(next), product(i), hoursAgo(i % 48 + 24 * random.nextInt(2)));
      if (random.nextBoolean()) {
        shop.friendsSince(user(i), user(next), daysAgo(i % 9));
      }
    }
    return new Shape(
        "a ring of " + length + " users over products",
        shop.rows(),
        List.of(user(0), user(1), user(length - 1)));
  }

  /** One who has bought all there is, some of it again and again, and what friends buy too. */
  static Shape boughtEverything(int products, Random random) {
    SmallShop shop = new SmallShop();
    people(shop, 20, random);
    for (int i = 0; i < products; i++) {
      shop.product(product(i), "c" + i % 300, i % 3 == 0 ? "100.00" : "100.01");
      for (int times = 1 + (i % 10 == 0 ? 3 : 0); times > 0; times--) {
        shop.purchase("all-" + i + "-" + times, user(0), product(i), "10.10", hoursAgo(i / 2));
      }
      int other = 1 + random.nextInt(19);
      shop.purchase("one-" + i, user(other), product(i), "0.10", hoursAgo(random.nextInt(800)));
    }
    for (int friend = 1; friend < 10; friend++) {
      shop.friendsSince(user(0), user(friend), daysAgo(friend));
      shop.friendsSince(user(friend), user(friend + 10), null);
    }
    return new Shape(
        "one who bought all " + products + " products",
        shop.rows(),
        List.of(user(0), user(1), user(11)));
  }

  /** One whom all know, and of whom some buy what the other buys. */
  static Shape star(Random random) {
    SmallShop shop = new SmallShop();
    people(shop, 50, random);
    shop.bought(user(0), product(0), hoursAgo(100)).bought(user(0), product(1), hoursAgo(10));
    for (int leaf = 1; leaf <= LEAVES; leaf++) {
      shop.friendsSince(user(0), user(leaf), leaf % 50 == 0 ? null : hoursAgo(leaf % 500));
      if (leaf % 100 == 1) {
        shop.bought(user(leaf), product(leaf % 2), hoursAgo(random.nextInt(120)));
      }
    }
    return new Shape(
        "a star of " + LEAVES + " leaves", shop.rows(), List.of(user(0), user(1), user(42)));
  }

  private static void people(SmallShop shop, int count, Random random) {
    for (int i = 0; i < count; i++) {
      shop.user(user(i), 18 + random.nextInt(60), "city" + i % 3, daysAgo(400 - i % 400));
    }
  }

  private static String user(int i) {
    return "u" + i;
  }

  private static String product(int i) {
    return "p" + i;
  }

  private static String daysAgo(int days) {
    return hoursAgo(24 * days);
  }

  private static String hoursAgo(int hours) {
    return INSTANT.minus(Duration.ofHours(hours)).toString();
  }
}
