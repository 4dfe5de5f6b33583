package dev.kith.dgraph;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The keys of nodes by their uids, as far as answers have told. A uid is never given to another
 * node, so what was learnt once stays true, but for a Dgraph that was made anew: its timestamps
 * begin again, and then all is forgotten. Thread-safe.
 */
final class NodeKeys {
  private volatile Learnt learnt = new Learnt();

  /** Of one Dgraph. */
  static final class Learnt {
    private final Map<Long, String> keys = new ConcurrentHashMap<>();
    private final AtomicLong newest = new AtomicLong();

    @Nullable String key(long uid) {
      return keys.get(uid);
    }

    void learn(long uid, String key) {
      keys.put(uid, key);
    }
  }

  /** What is known before a question is asked. */
  Learnt known() {
    return learnt;
  }

  /**
   * What is known for an answer.
   *
   * @param before what was known before it was asked for
   * @param time its timestamp
   */
  Learnt at(Learnt before, long time) {
    if (time >= before.newest.get()) {
      before.newest.accumulateAndGet(time, Math::max);
      return before;
    }
    synchronized (this) {
      if (learnt == before) {
        learnt = new Learnt();
      }
      return learnt;
    }
  }

  void forget() {
    learnt = new Learnt();
  }
}
