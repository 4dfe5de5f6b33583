package dev.kith.bench.data;

/** Takes the elements of a shop. Times are epoch microseconds, money is in cents. */
public interface ShopSink {

  void user(String key, int age, String city, long createdAt);

  void product(String key, String category, int price);

  void friendship(String a, String b, long since);

  void purchase(
      String key, String buyer, String product, int quantity, int amount, long purchasedAt);
}
