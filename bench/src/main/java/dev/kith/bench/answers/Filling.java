package dev.kith.bench.answers;

import dev.kith.bench.Options;
import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.data.ShopSink;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.Memory;
import dev.kith.bench.rig.ServedGraph;
import java.util.Locale;

/** Fills a graph, and looks at its memory after the nodes, the friendships and the purchases. */
final class Filling implements ShopSink {
  private final PowerLawShop shop;
  private final ChangeSink graph;
  private final long start = System.nanoTime();
  private final long empty;
  private long friendships;
  private long purchases;
  private long withNodes;
  private long withFriends;

  Filling(ServedGraph served, PowerLawShop shop) {
    this.shop = shop;
    this.graph = new ChangeSink(served.schema(), served.graph()::apply);
    this.empty = Memory.live();
  }

  @Override
  public void user(String key, int age, String city, long createdAt) {
    graph.user(key, age, city, createdAt);
  }

  @Override
  public void product(String key, String category, int price) {
    graph.product(key, category, price);
  }

  @Override
  public void friendship(String a, String b, long since) {
    if (friendships++ == 0) {
      withNodes = Memory.live();
    }
    graph.friendship(a, b, since);
  }

  @Override
  public void purchase(
      String key, String buyer, String product, int quantity, int amount, long purchasedAt) {
    if (purchases++ == 0) {
      withFriends = Memory.live();
    }
    graph.purchase(key, buyer, product, quantity, amount, purchasedAt);
  }

  /** Tells what it took. */
  void tell(Report report, Options options) {
    double seconds = (System.nanoTime() - start) / 1e9;
    long all = Memory.live();
    long nodes = (long) shop.users() + shop.products();
    report.columns("in the heap", "MiB", "count", "bytes each");
    row(report, "users and products", withNodes - empty, nodes);
    row(report, "friendships, both ends", withFriends - withNodes, friendships);
    row(report, "purchases, both ends and key", all - withFriends, purchases);
    LibraryMemory library = LibraryMemory.measure(shop);
    row(report, "JGraphT's friendships, without times", library.bytes(), library.friendships());
    report.paragraph(
        String.format(
            Locale.ROOT,
            "What is reachable, after three collections each time. %,d elements in %.0f s (with"
                + " the collections), made and applied by one thread. JGraphT: a `SimpleGraph` of"
                + " integers, of a shop of the same shape with %,d users. GraphJet (Sharma et al.,"
                + " PVLDB 9(13), 2016) is not measured: by the layout that its paper describes, an"
                + " edge takes 4 bytes in each direction and up to as much again of room in its"
                + " pools, without times, attributes and deletes.",
            shop.size(),
            seconds,
            library.users()));
  }

  private static void row(Report report, String what, long bytes, long count) {
    report.row(
        what,
        String.format(Locale.ROOT, "%,.0f", bytes / 1048576.0),
        String.format(Locale.ROOT, "%,d", count),
        String.format(Locale.ROOT, "%.1f", (double) bytes / count));
  }
}
