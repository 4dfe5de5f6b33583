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
 * Purchases of random users, each committed by itself at a steady pace, over some connections, from
 * {@link #start} to {@link #close}.
 */
final class Commits implements AutoCloseable {
  private static final int CONNECTIONS = 4;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final String prefix;
  private final long period;
  private final long start = System.nanoTime();
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong committed = new AtomicLong();
  private final List<Thread> threads = new ArrayList<>();
  private volatile boolean stopped;
  private volatile String failure = "";

  private Commits(String prefix, int perSecond) {
    this.prefix = prefix;
    this.period = SECOND / perSecond;
  }

  /**
   * Begins.
   *
   * @param prefix of the purchases' keys, which no others have
   */
  static Commits start(Pipeline pipeline, String prefix, int perSecond, long seed)
      throws SQLException {
    Commits commits = new Commits(prefix, perSecond);
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
        insert.setString(1, prefix + number);
        insert.setString(2, "u" + random.nextInt(SampleShop.USERS));
        insert.setString(3, "p" + random.nextInt(SampleShop.PRODUCTS));
        insert.setInt(4, random.nextInt(1, 500));
        insert.executeUpdate();
        committed.incrementAndGet();
      }
    } catch (SQLException e) {
      failure = e.toString();
    }
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
