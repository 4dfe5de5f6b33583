package dev.kith.graph.memory;

import it.unimi.dsi.fastutil.HashCommon;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;

/**
 * From key to number: an extendible hash table. The upper bits of a key's hash choose a segment,
 * the lower where in it the search begins. A segment that is full is copied to one or two others,
 * and at most {@value #MOST} slots are copied at once, however many keys there are. One thread
 * changes it, any number of threads look up without waiting.
 *
 * <p>A segment is an array of {@code long}: in the upper half the hash, in the lower the number +
 * 1; 0 where never a key was, and {@link #REMOVED}. A slot is written in one piece, after whatever
 * it leads to. A key never moves within a segment, and one that is replaced is changed no more: who
 * still searches it finds all that was there when its search began.
 *
 * <p>Memory: 11 to 21 bytes a key (segments are from 3/8 to 3/4 full). Segments shrink when keys
 * are removed, and stay as small ones.
 */
final class KeyIndex {
  /** No such key. */
  static final int NONE = -1;

  /** The keys that the numbers stand for. */
  interface Keys {
    boolean is(int number, String key);
  }

  static final int LEAST = 16;
  static final int MOST = 4096;

  /** Of the upper bits of a hash so many choose a segment at most. */
  private static final int MOST_DEPTH = 20;

  private static final long FACTOR = 0x9E37_79B9_7F4A_7C15L;

  static final long FREE = 0;
  private static final long REMOVED = -1;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);
  private static final VarHandle SEGMENT = MethodHandles.arrayElementVarHandle(Segment[].class);

  private final Keys keys;
  private final int least;
  private final int most;

  /** So that nobody can know which keys collide. */
  private final long seed = ThreadLocalRandom.current().nextLong();

  /** By the upper bits of the hash; several in a row may be one and the same segment. */
  private volatile Segment[] directory = new Segment[2];

  private static final class Segment {
    final long[] slots;

    /** How many upper bits its keys have in common. */
    final int depth;

    /** How many slots have a key, and how many are not free. The writer only. */
    int live;

    int taken;

    Segment(int capacity, int depth) {
      this.slots = new long[capacity];
      this.depth = depth;
    }

    /** Puts a slot that is not there yet. */
    void put(long slot) {
      int mask = slots.length - 1;
      int i = hash(slot) & mask;
      while (isKey(slots[i])) {
        i = (i + 1) & mask;
      }
      taken += slots[i] == FREE ? 1 : 0;
      live++;
      SLOT.setRelease(slots, i, slot);
    }

    Segment copied(int capacity) {
      Segment copy = new Segment(capacity, depth);
      for (long slot : slots) {
        if (isKey(slot)) {
          copy.put(slot);
        }
      }
      return copy;
    }

    boolean isFull() {
      return 4 * taken >= 3 * slots.length;
    }
  }

  /**
   * @param least slots of a segment, 4 or more
   * @param most slots of a segment; both are powers of 2
   */
  KeyIndex(Keys keys, int least, int most) {
    this.keys = keys;
    this.least = least;
    this.most = most;
    directory[0] = new Segment(least, 1);
    directory[1] = new Segment(least, 1);
  }

  /** The number of a key, or {@link #NONE}. Any thread. */
  int find(String key) {
    int hash = hash(key);
    long[] slots = segment(hash).slots;
    int mask = slots.length - 1;
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      long slot = (long) SLOT.getAcquire(slots, i);
      if (slot == FREE) {
        return NONE;
      }
      if (hash(slot) == hash && slot != REMOVED && keys.is(number(slot), key)) {
        return number(slot);
      }
    }
  }

  /**
   * Adds many keys at once, on all processors; there must be none yet.
   *
   * @param added their slots, each key once, and {@link #FREE} for none
   */
  void load(long[] added) {
    int depth = 1;
    while (depth < MOST_DEPTH && added.length >>> depth > MOST / 2) {
      depth++;
    }
    int[] starts = starts(added, depth);
    while (depth < MOST_DEPTH && mostOf(starts) > 3 * MOST / 4) {
      depth++;
      starts = starts(added, depth);
    }
    int shift = Integer.SIZE - depth;
    long[] ordered = new long[starts[1 << depth]];
    int[] next = starts.clone();
    for (long slot : added) {
      if (slot != FREE) {
        ordered[next[hash(slot) >>> shift]++] = slot;
      }
    }
    Segment[] segments = new Segment[1 << depth];
    int[] begins = starts;
    int common = depth;
    IntStream.range(0, segments.length)
        .parallel()
        .forEach(
            place -> {
              int capacity = least;
              while (4L * (begins[place + 1] - begins[place]) >= 3L * capacity) {
                capacity *= 2;
              }
              Segment segment = new Segment(capacity, common);
              for (int i = begins[place]; i < begins[place + 1]; i++) {
                segment.put(ordered[i]);
              }
              segments[place] = segment;
            });
    directory = segments;
  }

  /** Where the numbers of each segment begin, and at last where they end, if depth were that. */
  private static int[] starts(long[] slots, int depth) {
    int[] starts = new int[(1 << depth) + 1];
    for (long slot : slots) {
      if (slot != FREE) {
        starts[(hash(slot) >>> (Integer.SIZE - depth)) + 1]++;
      }
    }
    Arrays.parallelPrefix(starts, Integer::sum);
    return starts;
  }

  private static int mostOf(int[] starts) {
    int most = 0;
    for (int i = 1; i < starts.length; i++) {
      most = Math.max(most, starts[i] - starts[i - 1]);
    }
    return most;
  }

  /** Adds a key that is not there yet. The writer only. */
  void add(String key, int number) {
    int hash = hash(key);
    Segment segment = segment(hash);
    while (segment.isFull()) {
      makeRoom(segment, hash);
      segment = segment(hash);
    }
    segment.put(slot(hash, number));
  }

  /** Removes a key that is there. The writer only. */
  void remove(String key, int number) {
    int hash = hash(key);
    Segment segment = segment(hash);
    long[] slots = segment.slots;
    int mask = slots.length - 1;
    long slot = slot(hash, number);
    int i = hash & mask;
    while (slots[i] != slot) {
      i = (i + 1) & mask;
    }
    // What no search goes beyond can be as if never used.
    boolean last = slots[(i + 1) & mask] == FREE;
    segment.taken -= last ? 1 : 0;
    segment.live--;
    SLOT.setRelease(slots, i, last ? FREE : REMOVED);
    if (slots.length > least && 8 * segment.live < slots.length) {
      replace(segment, hash, segment.copied(Math.max(least, slots.length / 4)));
    }
  }

  private void makeRoom(Segment full, int hash) {
    int capacity = full.slots.length;
    if (8 * full.live < 3 * capacity) {
      replace(full, hash, full.copied(capacity)); // without the removed
    } else if (capacity < most || full.depth == MOST_DEPTH) {
      replace(full, hash, full.copied(2 * capacity));
    } else {
      split(full, hash);
    }
  }

  private void split(Segment full, int hash) {
    if (1 << full.depth == directory.length) {
      Segment[] doubled = new Segment[2 * directory.length];
      Arrays.setAll(doubled, i -> directory[i / 2]);
      directory = doubled;
    }
    Segment[] halves = {
      new Segment(most, full.depth + 1), new Segment(most, full.depth + 1),
    };
    for (long slot : full.slots) {
      if (isKey(slot)) {
        halves[hash(slot) >>> (Integer.SIZE - 1 - full.depth) & 1].put(slot);
      }
    }
    int places = directory.length >>> full.depth;
    int first = first(full, hash);
    for (int i = 0; i < places; i++) {
      SEGMENT.setRelease(directory, first + i, halves[2 * i / places]);
    }
  }

  private void replace(Segment old, int hash, Segment segment) {
    int first = first(old, hash);
    for (int i = 0; i < directory.length >>> old.depth; i++) {
      SEGMENT.setRelease(directory, first + i, segment);
    }
  }

  /** The first place in the directory of a segment that has this hash. */
  private int first(Segment segment, int hash) {
    int places = directory.length >>> segment.depth;
    return place(directory, hash) & -places;
  }

  private Segment segment(int hash) {
    Segment[] current = directory;
    return (Segment) SEGMENT.getAcquire(current, place(current, hash));
  }

  private static int place(Segment[] directory, int hash) {
    return hash >>> Integer.numberOfLeadingZeros(directory.length - 1);
  }

  private int hash(String key) {
    long hash = seed;
    for (int i = 0; i < key.length(); i++) {
      hash = hashed(hash, key.charAt(i));
    }
    return finished(hash);
  }

  /** The slot of a key in a page. */
  long slot(byte[] page, int place, int number) {
    return slot(finished(KeyPage.hash(page, place, seed)), number);
  }

  private static long slot(int hash, int number) {
    return ((long) hash << 32) | (number + 1);
  }

  /** What is known of a key's hash, with one more char. */
  static long hashed(long before, char next) {
    return (before ^ next) * FACTOR;
  }

  private static int finished(long hash) {
    return (int) (HashCommon.murmurHash3(hash) >>> Integer.SIZE);
  }

  private static boolean isKey(long slot) {
    return slot != FREE && slot != REMOVED;
  }

  private static int hash(long slot) {
    return (int) (slot >>> 32);
  }

  private static int number(long slot) {
    return (int) slot - 1;
  }
}
