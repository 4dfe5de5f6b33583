package dev.kith.local.shop;

import dev.kith.local.source.TableRow;
import java.math.BigDecimal;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/**
 * What a simulated shop is like. The same profile gives the same shop.
 *
 * @param seed of all its chance
 * @param users how many customers it starts with; at least {@link #MIN_USERS}
 */
public record ShopProfile(long seed, int users) {
  public static final int MIN_USERS = 20;
  static final int RING_SIZE = 6;
  static final int DAYS = 40;

  private record Category(String name, int cheapest, int dearest) {}

  private static final List<Category> CATEGORIES =
      List.of(
          new Category("electronics", 40, 1500),
          new Category("books", 6, 40),
          new Category("clothing", 15, 250),
          new Category("garden", 10, 300),
          new Category("furniture", 60, 1800),
          new Category("toys", 8, 120),
          new Category("sports", 12, 600),
          new Category("groceries", 2, 40),
          new Category("beauty", 5, 90),
          new Category("games", 20, 80));

  private static final List<String> CITIES =
      List.of(
          "Berlin", "Madrid", "Paris", "Vienna", "Prague", "Lisbon", "Warsaw", "Dublin", "Oslo",
          "Riga");

  public ShopProfile {
    if (users < MIN_USERS) {
      throw new IllegalArgumentException("a shop has at least " + MIN_USERS + " users");
    }
  }

  int products() {
    return Math.max(20, users * 2 / 5);
  }

  int friendships() {
    return users * 6;
  }

  int purchases() {
    return users * 10;
  }

  /** The fraud ring: friends of each other, who buy the same product within minutes. */
  public List<String> ring() {
    Random random = new Random(seed);
    TreeSet<Integer> members = new TreeSet<>();
    while (members.size() < RING_SIZE) {
      members.add(1 + random.nextInt(users));
    }
    return members.stream().map(ShopProfile::user).toList();
  }

  /** The keys of the users that it starts with. */
  List<String> userKeys() {
    return IntStream.rangeClosed(1, users).mapToObj(ShopProfile::user).toList();
  }

  static String user(int number) {
    return "u%04d".formatted(number);
  }

  static String product(int number) {
    return "p%04d".formatted(number);
  }

  static String purchase(int number) {
    return "o%06d".formatted(number);
  }

  /** A few cities have most of the people. */
  static String city(RandomGenerator random) {
    double share = random.nextDouble();
    return CITIES.get((int) (share * share * CITIES.size()));
  }

  static TableRow product(int number, RandomGenerator random) {
    Category category = CATEGORIES.get(random.nextInt(CATEGORIES.size()));
    double price =
        category.cheapest()
            * Math.pow((double) category.dearest() / category.cheapest(), random.nextDouble());
    return TableRow.of(
        ShopTables.PRODUCTS, product(number), category.name(), price(Math.floor(price) + 0.99));
  }

  static BigDecimal price(double amount) {
    return BigDecimal.valueOf(Math.round(amount * 100), 2);
  }
}
