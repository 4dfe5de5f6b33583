package dev.kith.pipeline;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Random;

/**
 * What applications do to the tables of {@link SampleShop}, by chance: inserts, updates, deletes
 * and changes of keys, in transactions of a few, some of which are rolled back. Everything is an
 * SQL statement that the database runs, over whatever is there; rows may refer to what is not.
 */
final class RandomShop {
  private final Random random;
  private int made;

  RandomShop(Random random) {
    this.random = random;
  }

  static String user(int number) {
    return "u" + number;
  }

  /** Any user; the last few are not there at first. */
  String anyUser() {
    return user(random.nextInt(SampleShop.USERS + 10));
  }

  /** Runs a transaction of some changes. */
  void change(Connection database) throws SQLException {
    database.setAutoCommit(false);
    try (Statement statement = database.createStatement()) {
      for (int i = random.nextInt(6); i >= 0; i--) {
        statement.execute(change());
      }
    }
    if (random.nextInt(10) == 0) {
      database.rollback();
    } else {
      database.commit();
    }
    database.setAutoCommit(true);
  }

  private String change() {
    return switch (random.nextInt(14)) {
      case 0 ->
          put("users", "'%s', %d, 'city%d', now()".formatted(anyUser(), age(), random.nextInt(8)));
      case 1 -> "UPDATE users SET age = %d WHERE user_id = '%s'".formatted(age(), anyUser());
      case 2 -> "UPDATE users SET city = NULL WHERE user_id = '%s'".formatted(anyUser());
      case 3 -> "DELETE FROM users WHERE user_id = '%s'".formatted(anyUser());
      case 4 ->
          "UPDATE users SET user_id = '%s' WHERE user_id = '%s'"
              .formatted("moved" + made++, anyUser());
      case 5 ->
          put(
              "products",
              "'%s', 'category%d', %s".formatted(product(), random.nextInt(12), amount()));
      case 6 -> "DELETE FROM products WHERE product_id = '%s'".formatted(product());
      case 7 -> befriend(anyUser(), anyUser());
      case 8 ->
          "DELETE FROM friendships WHERE user_id = '%s' AND friend_id > '%s'"
              .formatted(anyUser(), anyUser());
      case 9 ->
          "UPDATE friendships SET since = now() - interval '%d hours' WHERE user_id = '%s'"
              .formatted(random.nextInt(400), anyUser());
      case 10 ->
          "UPDATE purchases SET amount = %s, purchased_at = purchased_at - interval '1 hour'"
                  .formatted(amount())
              + " WHERE user_id = '%s'".formatted(anyUser());
      case 11 ->
          "DELETE FROM purchases WHERE purchase_id = 'o%d'"
              .formatted(random.nextInt(SampleShop.PURCHASES));
      case 12 ->
          "UPDATE purchases SET purchase_id = 'moved%d' WHERE purchase_id = 'o%d'"
              .formatted(made++, random.nextInt(SampleShop.PURCHASES));
      default ->
          put(
              "purchases",
              "'new%d', '%s', '%s', 1, %s, now() - interval '%d minutes'"
                  .formatted(made++, anyUser(), product(), amount(), random.nextInt(3_000) - 20));
    };
  }

  private static String befriend(String one, String other) {
    return one.equals(other)
        ? "SELECT"
        : put("friendships", "'%s', '%s', now()".formatted(one, other));
  }

  private static String put(String table, String values) {
    return "INSERT INTO " + table + " VALUES (" + values + ") ON CONFLICT DO NOTHING";
  }

  private int age() {
    return 18 + random.nextInt(60);
  }

  private String product() {
    return "p" + random.nextInt(SampleShop.PRODUCTS + 5);
  }

  private String amount() {
    return String.format(Locale.ROOT, "%.2f", random.nextDouble() * 400);
  }
}
