package dev.kith.bench.data;

import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.GraphSchema;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * The changes of a shop that is open: of those that are no deletes, eight of ten are purchases, one
 * a friendship, one of a user's attributes. What is deleted came after the opening, the oldest
 * first, and stays for {@value #KEPT} others. Which users and products is seeded; times are the
 * clock's. Not thread-safe.
 */
public final class LiveShop {
  private static final int KEPT = 1_000;

  private final PowerLawShop shop;
  private final double deletes;
  private final InstantSource clock;
  private final RandomGenerator random;
  private final PowerLaw popular;
  private final PowerLaw wanted;
  private final ChangeSink sink;
  private final List<GraphChange> made = new ArrayList<>();
  private final Deque<Runnable> undoings = new ArrayDeque<>();
  private long purchases;

  /**
   * @param shop which it was when it opened
   * @param deletes the share of changes that are, below a half
   */
  public LiveShop(GraphSchema graph, PowerLawShop shop, double deletes, InstantSource clock) {
    this.shop = shop;
    this.deletes = deletes;
    this.clock = clock;
    this.random = new SplittableRandom(shop.seed() + 1);
    this.popular = new PowerLaw(shop.users());
    this.wanted = new PowerLaw(shop.products());
    this.sink = new ChangeSink(graph, made::add);
  }

  /** The next change. */
  public GraphChange next() {
    if (random.nextDouble() < deletes && undoings.size() > KEPT) {
      undoings.remove().run();
    } else {
      make(random.nextInt(10));
    }
    return made.removeLast();
  }

  private void make(int chance) {
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    int user = shop.users() - 1 - popular.pick(random);
    if (chance == 0) {
      sink.user(PowerLawShop.user(user), 18 + random.nextInt(60), PowerLawShop.city(random), now);
    } else if (chance == 1) {
      int other = popular.pick(random);
      String a = PowerLawShop.user(user);
      String b = PowerLawShop.user(other == user ? (user + 1) % shop.users() : other);
      sink.friendship(a, b, now);
      undoings.add(() -> sink.estranged(a, b));
    } else {
      String key = "live" + purchases++;
      sink.purchase(
          key,
          PowerLawShop.user(user),
          PowerLawShop.product(wanted.pick(random)),
          1 + random.nextInt(3),
          random.nextInt(100, 90_000),
          now);
      undoings.add(() -> sink.returned(key));
    }
  }
}
