package dev.kith.bench.data;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * A shop of which a few users have most friends, a few (others) make most purchases, and a few
 * products are bought most, more of them lately than long ago. It is told in the order in which it
 * came to be, an element at a time, so that it may have any size. The same parameters give the same
 * shop.
 *
 * <p>Users come one after the other. Each befriends as many as all do of those who came before,
 * whom it picks by a {@link PowerLaw}: that of the first comes to be by itself, and no pair comes
 * twice.
 *
 * @param friends of a user, on average
 * @param purchases of a user, on average
 */
public record PowerLawShop(long seed, int users, int friends, int purchases) {
  /** That of most measurements. */
  public static final PowerLawShop SMALL = new PowerLawShop(1, 20_000, 42, 10);

  private static final int USERS_A_PRODUCT = 4;
  private static final List<String> CATEGORIES = named("category", 20);
  private static final List<String> CITIES = named("city", 50);
  private static final long PURCHASES_WITHIN = micros(Duration.ofDays(60));
  private static final long FRIENDS_WITHIN = micros(Duration.ofDays(720));

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

  /** How many elements it has. */
  public int size() {
    return users + products() + friendships() + users * purchases;
  }

  public int friendships() {
    int sum = 0;
    for (int i = 0; i < users; i++) {
      sum += befriended(i);
    }
    return sum;
  }

  /** How many of those before it a user befriends. */
  private int befriended(int user) {
    return Math.min(user, (user % 2 + friends) / 2);
  }

  public static String user(int number) {
    return "u" + number;
  }

  public static String product(int number) {
    return "p" + number;
  }

  private static List<String> named(String what, int count) {
    return IntStream.range(0, count).mapToObj(i -> what + i).toList();
  }

  /** Any: each is one object, as they are where a replica reads them from a topic. */
  static String city(RandomGenerator random) {
    return CITIES.get(random.nextInt(CITIES.size()));
  }

  /** The same shape with another number of users. */
  public PowerLawShop withUsers(int number) {
    return new PowerLawShop(seed, number, friends, purchases);
  }

  /** What it is, for a report. */
  public String describe() {
    return String.format(
        Locale.ROOT,
        "seed %d, %,d users, %,d products, %,d friendships (power law, exponent 3, %d ends a user"
            + " on average), %,d purchases (one in eight within the last of 60 days)",
        seed,
        users,
        products(),
        friendships(),
        friends,
        users * purchases);
  }

  /**
   * Gives out everything, in the order users, products, friendships, purchases.
   *
   * @param now the end of its history
   */
  public void generate(Instant now, ShopSink out) {
    RandomGenerator random = new SplittableRandom(seed);
    long end = ChronoUnit.MICROS.between(Instant.EPOCH, now);
    for (int i = 0; i < users; i++) {
      String city = city(random);
      out.user(user(i), 18 + random.nextInt(60), city, end - age(i, random));
    }
    for (int i = 0; i < products(); i++) {
      String category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
      out.product(product(i), category, random.nextInt(100, 30_000));
    }
    generateFriendships(end, random, out);
    generatePurchases(end, random, out);
  }

  /** How long ago a user came, evenly since the first. */
  private long age(int user, RandomGenerator random) {
    return (long) (FRIENDS_WITHIN * (users - user - random.nextDouble()) / users);
  }

  private void generateFriendships(long end, RandomGenerator random, ShopSink out) {
    PowerLaw popular = new PowerLaw(users);
    int[] known = new int[befriended(users - 1) + 1];
    for (int i = 0; i < users; i++) {
      for (int k = 0; k < befriended(i); k++) {
        do {
          known[k] = popular.pick(random, i);
        } while (isAmong(known, k));
        out.friendship(user(i), user(known[k]), end - age(i, random));
      }
    }
  }

  private static boolean isAmong(int[] numbers, int last) {
    for (int i = 0; i < last; i++) {
      if (numbers[i] == numbers[last]) {
        return true;
      }
    }
    return false;
  }

  private void generatePurchases(long end, RandomGenerator random, ShopSink out) {
    PowerLaw eager = new PowerLaw(users);
    PowerLaw wanted = new PowerLaw(products());
    int all = users * purchases;
    for (int i = 0; i < all; i++) {
      // One in eight within the last day of 60, one in three within the last week.
      double far = (all - i - random.nextDouble()) / all;
      out.purchase(
          "o" + i,
          user(users - 1 - eager.pick(random)), // not those with the most friends
          product(wanted.pick(random)),
          1 + random.nextInt(3),
          random.nextInt(100, 90_000),
          end - (long) (PURCHASES_WITHIN * far * far));
    }
  }

  private static long micros(Duration time) {
    return time.toNanos() / 1_000;
  }
}
