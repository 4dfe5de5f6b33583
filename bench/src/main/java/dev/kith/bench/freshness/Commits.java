package dev.kith.bench.freshness;

import dev.kith.pipeline.Pipeline;
import dev.kith.pipeline.SampleShop;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Purchases, each committed by itself at a steady pace, over some connections, from {@link #start}
 * to {@link #close}: some a second of a {@link Probe}'s users, the others of random ones.
 */
final class Commits implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final int FOLLOWED_PER_SECOND = 10;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final String prefix;
  private final long period;
  private final Probe probe;
  private final int every;
  private final long start = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong committed = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile String failure = "";

  private Commits(String prefix, int perSecond, Probe probe) {
    this.prefix = prefix;
    this.period = SECOND / perSecond;
    this.probe = probe;
    this.every = Math.max(1, perSecond / FOLLOWED_PER_SECOND);
  }

  /**
   * Begins.
   *
   * @param prefix of the keys of the others' purchases, which no other key has
   */
  static Commits start(Pipeline pipeline, String prefix, int perSecond, long seed, Probe probe)
      throws SQLException {
    Commits commits = new Commits(prefix, perSecond, probe);
    SplittableRandom seeds = new SplittableRandom(seed);
    for (int i = 0; i < CONNECTIONS; i++) {
      Connection database = pipeline.connect();
      SplittableRandom random = seeds.split();
      commits.threads.add(
          Thread.ofPlatform().name("bench-commits").start(() -> commits.run(database, random)));
    }
    return commits;
  }

  private void run(Connection database, SplittableRandom random) {
    try (database;
        PreparedStatement insert =
            database.prepareStatement(
                "INSERT INTO purchases VALUES (?, ?, ?, 1, ?, clock_timestamp())")) {
      while (!stopped) {
        long number = next.getAndIncrement();
        long due = start + number * period;
        for (long wait = due - System.nanoTime(); wait > 0 && !stopped; ) {
          LockSupport.parkNanos(wait);
          wait = due - System.nanoTime();
        }
        insert.setString(3, "p" + random.nextInt(SampleShop.PRODUCTS));
        insert.setInt(4, random.nextInt(1, 500));
        if (number % every == 0) {
          commit(insert, probe.next());
        } else {
          insert.setString(1, prefix + number);
          insert.setString(2, "u" + random.nextInt(SampleShop.USERS));
          insert.executeUpdate();
        }
        committed.incrementAndGet();
      }
    } catch (SQLException e) {
      failure = e.toString();
    }
  }

  private static void commit(PreparedStatement insert, Followed followed) throws SQLException {
    insert.setString(1, followed.purchase());
    insert.setString(2, followed.user());
    followed.sent.complete(System.nanoTime());
    insert.executeUpdate();
    followed.committed.complete(System.nanoTime());
  }

  /** How many a second there were so far. */
  double perSecond() {
    if (!failure.isEmpty()) {
      throw new IllegalStateException(failure);
    }
    return committed.get() * 1e9 / (System.nanoTime() - start);
  }

  @Override
  public void close() {
    stopped = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
