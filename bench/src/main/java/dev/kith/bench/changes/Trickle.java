package dev.kith.bench.changes;

import dev.kith.bench.data.LiveShop;
import dev.kith.bench.rig.GraphTopic;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Changes at a steady pace, on a thread of its own, from {@link #start} to {@link #close}. */
final class Trickle implements AutoCloseable {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long TELL = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final GraphTopic topic;
  private final LiveShop shop;
  private final int perSecond;
  private final List<Sample> sent = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("bench-changes").unstarted(this::run);
  private volatile boolean stopped;

  private Trickle(GraphTopic topic, LiveShop shop, int perSecond) {
    this.topic = topic;
    this.shop = shop;
    this.perSecond = perSecond;
  }

  static Trickle start(GraphTopic topic, LiveShop shop, int perSecond) {
    Trickle trickle = new Trickle(topic, shop, perSecond);
    trickle.thread.start();
    return trickle;
  }

  private void run() {
    long start = System.nanoTime();
    long done = 0;
    long counted = 0;
    long told = start;
    while (!stopped) {
      long now = System.nanoTime();
      long due = (now - start) / 1_000 * perSecond / (SECOND / 1_000);
      for (long i = done; i < due; i++) {
        topic.send(shop.next());
      }
      done = due;
      if (now - told >= TELL) {
        add(new Sample(now, done - counted));
        counted = done;
        told = now;
      }
      LockSupport.parkNanos(TICK);
    }
  }

  private synchronized void add(Sample sample) {
    sent.add(sample);
  }

  /** How many were sent so far, and when. */
  synchronized List<Sample> sent() {
    return List.copyOf(sent);
  }

  /** Sends no more, and waits until the broker has all that was sent. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    topic.flush();
  }
}
