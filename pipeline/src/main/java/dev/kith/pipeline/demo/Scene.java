package dev.kith.pipeline.demo;

import java.util.List;

/**
 * A transaction, in words and in SQL.
 *
 * @param title what it is about
 * @param statements of one transaction
 */
record Scene(String title, List<String> statements) {
  /** Of whom the features are shown. */
  static final String USER = "maya";

  /** In the order in which they are played, over {@code examples/shop}. */
  static final List<Scene> ALL =
      List.of(
          new Scene(
              "Three people sign up",
              List.of(
                  "INSERT INTO users VALUES ('maya', 31, 'Lisbon', now()), ('noor', 29, 'Lisbon',"
                      + " now()), ('tom', 40, 'Porto', now())")),
          new Scene(
              "They befriend each other: a triangle",
              List.of(
                  "INSERT INTO friendships VALUES ('maya', 'noor', now()), ('maya', 'tom', now()),"
                      + " ('tom', 'noor', now())")),
          new Scene(
              "Maya buys something; then her friends buy the same: a ring",
              List.of(
                  "INSERT INTO purchases VALUES ('maya-1', 'maya', 'p7', 1, 120.00, now() -"
                      + " interval '1 second')",
                  "INSERT INTO purchases VALUES ('noor-1', 'noor', 'p7', 1, 120.00, now()),"
                      + " ('tom-1', 'tom', 'p7', 2, 240.00, now())")),
          new Scene(
              "A price is corrected",
              List.of("UPDATE purchases SET amount = 99.00 WHERE purchase_id = 'maya-1'")),
          new Scene(
              "Tom's account gets another name",
              List.of("UPDATE users SET user_id = 'thomas' WHERE user_id = 'tom'")),
          new Scene(
              "His friendships and purchases go: the ring is open",
              List.of(
                  "DELETE FROM friendships WHERE 'tom' IN (user_id, friend_id)",
                  "DELETE FROM purchases WHERE user_id = 'tom'")));
}
