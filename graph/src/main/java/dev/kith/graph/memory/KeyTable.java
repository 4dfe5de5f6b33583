package dev.kith.graph.memory;

import it.unimi.dsi.fastutil.HashCommon;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the nodes of one type and their numbers, dense from 0. A key keeps its number for
 * good. One thread adds, any number of threads look up without waiting.
 *
 * <p>A hash table with linear probing, of {@code long}: the upper half is the key's hash, the lower
 * its number + 1, and 0 a free slot. A key is published before the slot that leads to it, a table
 * before its successor is used; nothing is ever removed, so a probe that meets a free slot has seen
 * all that was there when it began.
 *
 * <p>Memory: 4 bytes a key for its reference, and 11 to 21 for its slot (the table is from 3/8 to
 * 3/4 full), beside the string itself.
 */
final class KeyTable {
  /** No such key. */
  static final int NONE = -1;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(long[].class);

  private final ChunkedArray<String> keys = new ChunkedArray<>();
  private volatile long[] slots = new long[16];

  /** How many keys there are. Only the writer reads it. */
  private int size;

  /** The number of a key, or {@link #NONE}. Any thread. */
  int find(String key) {
    long[] table = slots;
    int mask = table.length - 1;
    int hash = HashCommon.mix(key.hashCode());
    for (int i = hash & mask; ; i = (i + 1) & mask) {
      long slot = (long) SLOT.getAcquire(table, i);
      if (slot == 0) {
        return NONE;
      }
      if ((int) (slot >>> 32) == hash) {
        int number = (int) slot - 1;
        if (key.equals(key(number))) {
          return number;
        }
      }
    }
  }

  /** The key of a number that this table gave. Any thread. */
  String key(int number) {
    String key = keys.get(number);
    if (key == null) {
      throw new IndexOutOfBoundsException("there is no node " + number);
    }
    return key;
  }

  /** The key of a number; null if none has it. Any thread. */
  @Nullable String keyIfAny(int number) {
    return keys.get(number);
  }

  /** The number of a key, which is given one if it has none. The writer only. */
  int findOrAdd(String key) {
    int found = find(key);
    if (found != NONE) {
      return found;
    }
    int number = size++;
    keys.set(number, key);
    if (4L * size > 3L * slots.length) {
      slots = grown(slots);
    }
    put(slots, ((long) HashCommon.mix(key.hashCode()) << 32) | (number + 1));
    return number;
  }

  private static long[] grown(long[] slots) {
    long[] grown = new long[Math.multiplyExact(2, slots.length)];
    for (long slot : slots) {
      if (slot != 0) {
        put(grown, slot);
      }
    }
    return grown;
  }

  private static void put(long[] table, long slot) {
    int mask = table.length - 1;
    int i = (int) (slot >>> 32) & mask;
    while (table[i] != 0) {
      i = (i + 1) & mask;
    }
    SLOT.setRelease(table, i, slot);
  }
}
