package dev.kith.bench.writer;

import dev.kith.bench.data.PowerLaw;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The changes of a shop that is open: of a hundred, about 78 are new purchases, 4 new users, 1 a
 * new product, 5 new friendships; the rest are removed purchases and updates of users and products.
 * A few users buy most, and a few products are bought most. The same seed gives the same changes,
 * but for the prefix that all keys have, so that several ways can write the same into one Dgraph,
 * each beside the others. Not thread-safe.
 */
final class ShopChanges {
  private static final int USERS_A_PRODUCT = 4;
  private static final long MONTH_MICROS = 30L * 24 * 3600 * 1_000_000;

  private final NodeType user;
  private final NodeType product;
  private final EdgeType friends;
  private final EdgeType purchased;
  private final String prefix;
  private final int size;
  private final int removed;
  private final Random random;
  private final PowerLaw eager;
  private final PowerLaw wanted;
  private final long now = Instant.now().getEpochSecond() * 1_000_000;
  private final List<String> recent = new ArrayList<>();
  private int users;
  private int products;
  private int purchases;

  /**
   * @param graph the shipped one
   * @param users how many there are at the beginning
   * @param removed of a hundred changes, from 0 to 9, so many remove a purchase
   */
  ShopChanges(GraphSchema graph, long seed, String prefix, int users, int removed) {
    this.user = graph.nodeType("user").orElseThrow();
    this.product = graph.nodeType("product").orElseThrow();
    this.friends = graph.edgeType("friends").orElseThrow();
    this.purchased = graph.edgeType("purchased").orElseThrow();
    this.prefix = prefix;
    this.size = users;
    this.removed = removed;
    this.random = new Random(seed);
    this.eager = new PowerLaw(users);
    this.wanted = new PowerLaw(Math.max(1, users / USERS_A_PRODUCT));
  }

  /** The users and products that are there when the shop opens. */
  List<GraphChange> opening() {
    List<GraphChange> out = new ArrayList<>();
    while (users < size) {
      out.add(putUser(users++));
    }
    while (products < Math.max(1, size / USERS_A_PRODUCT)) {
      out.add(putProduct(products++));
    }
    return out;
  }

  /** Friendships and purchases of the past, so many of a user on average. */
  List<GraphChange> history(int friendships, int purchases) {
    List<GraphChange> out = new ArrayList<>();
    for (int i = 0; i < size * friendships / 2; i++) {
      out.add(befriend());
    }
    for (int i = 0; i < size * purchases; i++) {
      out.add(purchase());
    }
    return out;
  }

  /** The next changes. */
  List<GraphChange> next(int count) {
    List<GraphChange> out = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      out.add(change());
    }
    return out;
  }

  String userKey(int number) {
    return prefix + "u" + number;
  }

  private GraphChange change() {
    int chance = random.nextInt(100);
    if (chance < 78) {
      return purchase();
    } else if (chance < 82) {
      return putUser(users++);
    } else if (chance < 83) {
      return putProduct(products++);
    } else if (chance < 88) {
      return befriend();
    } else if (chance < 91) {
      return putUser(eager.pick(random));
    } else if (chance < 100 - removed || recent.isEmpty()) {
      return putProduct(wanted.pick(random));
    }
    String key = recent.remove(random.nextInt(recent.size()));
    return new GraphChange.Remove(new Element.KeyedEdge(purchased, key));
  }

  private GraphChange putUser(int number) {
    return new GraphChange.PutNode(
        new Element.Node(user, userKey(number)),
        Row.builder(user)
            .set(user.attribute("age").orElseThrow(), 18L + random.nextInt(60))
            .set(user.attribute("city").orElseThrow(), "city" + random.nextInt(50))
            .set(user.attribute("created_at").orElseThrow(), past(24 * MONTH_MICROS))
            .build());
  }

  private GraphChange putProduct(int number) {
    return new GraphChange.PutNode(
        new Element.Node(product, prefix + "p" + number),
        Row.builder(product)
            .set(product.attribute("category").orElseThrow(), "category" + random.nextInt(20))
            .set(product.attribute("price").orElseThrow(), random.nextInt(30_000) / 100.0)
            .build());
  }

  private GraphChange befriend() {
    int a = eager.pick(random);
    int b = eager.pick(random);
    return new GraphChange.PutPair(
        new Element.Pair(friends, userKey(a), userKey(a == b ? (a + 1) % size : b)),
        Row.builder(friends)
            .set(friends.attribute("since").orElseThrow(), past(24 * MONTH_MICROS))
            .build());
  }

  private GraphChange purchase() {
    String key = prefix + "o" + purchases++;
    if (random.nextInt(4) == 0) {
      recent.add(key);
    }
    // One in ten by somebody new, the others by who buys much and is not who has most friends.
    boolean byNew = random.nextInt(10) == 0 && users > size;
    int buyer = byNew ? size + random.nextInt(users - size) : size - 1 - eager.pick(random);
    return new GraphChange.PutEdge(
        new Element.KeyedEdge(purchased, key),
        userKey(buyer),
        prefix + "p" + wanted.pick(random),
        Row.builder(purchased)
            .set(purchased.attribute("quantity").orElseThrow(), 1L + random.nextInt(3))
            .set(purchased.attribute("amount").orElseThrow(), random.nextInt(90_000) / 100.0)
            .set(purchased.attribute("purchased_at").orElseThrow(), past(2 * MONTH_MICROS))
            .build());
  }

  private long past(long within) {
    return now - random.nextLong(within);
  }
}
