package dev.kith.graph.memory;

import dev.kith.graph.KeyOrder;
import java.util.Objects;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Keys and their numbers. One thread adds and removes, any number of threads look up without
 * waiting.
 *
 * <p>A key is published before the slot of the index that leads to it, and goes after that; so what
 * a search finds has just that key, or, if it is removed meanwhile, is not found.
 *
 * <p>Memory, for a key of {@code k} Latin-1 characters: {@code k} and 3 in its page, and what
 * {@link KeyIndex} says.
 */
final class KeyTable {
  /** No such key. */
  static final int NONE = KeyIndex.NONE;

  private final boolean reuse;
  private final NumberPool numbers = new NumberPool();
  private final ChunkedArray<byte[]> pages = new ChunkedArray<>();
  private final KeyIndex index;

  /**
   * @param least slots of a segment of the index
   * @param most slots of a segment of the index
   */
  KeyTable(boolean reuse, int least, int most) {
    this.reuse = reuse;
    this.index = new KeyIndex(this::is, least, most);
  }

  /**
   * A table that gives each number once: one that a reader holds never comes to mean another key.
   */
  static KeyTable numberingOnce() {
    return new KeyTable(false, KeyIndex.LEAST, KeyIndex.MOST);
  }

  /** A table that gives the number of a key that was removed to a later one. */
  static KeyTable reusingNumbers() {
    return new KeyTable(true, KeyIndex.LEAST, KeyIndex.MOST);
  }

  /** The number of a key, or {@link #NONE}. Any thread. */
  int find(String key) {
    return index.find(key);
  }

  /**
   * The key of a number that this table gave; empty if it was removed. Any thread.
   *
   * @throws IndexOutOfBoundsException if it gave no such number
   */
  String key(int number) {
    Objects.checkIndex(number, limit());
    return KeyPage.key(page(number), number % KeyPage.KEYS);
  }

  /** Whether a number that this table gave has a key. */
  boolean has(int number) {
    return !KeyPage.isFree(page(number), number % KeyPage.KEYS);
  }

  /** All numbers are below this. Any thread. */
  int limit() {
    return numbers.limit();
  }

  /** Compares the keys of two numbers in {@link KeyOrder}. */
  int compare(int number, int other) {
    return KeyPage.compare(page(number), number % KeyPage.KEYS, page(other), other % KeyPage.KEYS);
  }

  /** The number of a key, which is given one if it has none. The writer only. */
  int findOrAdd(String key) {
    int found = find(key);
    return found == NONE ? add(key) : found;
  }

  /** Gives a number to a key that has none. The writer only. */
  int add(String key) {
    int number = numbers.take();
    pages.set(number / KeyPage.KEYS, KeyPage.with(page(number), number % KeyPage.KEYS, key));
    index.add(key, number);
    return number;
  }

  /**
   * Takes the keys of an image, on all processors; there must be none yet.
   *
   * @param limit all numbers are below this
   * @param read by page its keys, or null if it has none; they are changed
   * @param kept of which numbers the keys are wanted
   */
  void load(int limit, byte[][] read, IntPredicate kept) {
    numbers.takeAll(limit);
    long[] slots = new long[limit];
    IntStream.range(0, read.length)
        .parallel()
        .filter(page -> read[page] != null)
        .forEach(page -> read[page] = load(page, read[page], kept, slots));
    for (int page = 0; page < read.length; page++) {
      if (read[page] != null && read[page].length > KeyPage.EMPTY.length) {
        pages.set(page, read[page]);
      }
    }
    index.load(slots);
    for (int number = 0; reuse && number < limit; number++) {
      if (slots[number] == KeyIndex.FREE) {
        numbers.giveBack(number);
      }
    }
  }

  private byte[] load(int page, byte[] keys, IntPredicate kept, long[] slots) {
    byte[] out = keys;
    for (int place = 0; place < KeyPage.KEYS; place++) {
      int number = page * KeyPage.KEYS + place;
      if (number < slots.length && !KeyPage.isFree(out, place) && kept.test(number)) {
        slots[number] = index.slot(out, place, number);
      } else if (!KeyPage.isFree(out, place)) {
        out = KeyPage.with(out, place, "");
      }
    }
    return out;
  }

  /** The keys of the numbers of a page. Any thread. */
  byte[] page(int number) {
    return Objects.requireNonNullElse(pages.get(number / KeyPage.KEYS), KeyPage.EMPTY);
  }

  /** Removes the key of a number. The writer only. */
  void remove(int number) {
    index.remove(key(number), number);
    free(number);
  }

  private void free(int number) {
    byte[] page = KeyPage.with(page(number), number % KeyPage.KEYS, "");
    if (page.length == KeyPage.EMPTY.length) {
      pages.clear(number / KeyPage.KEYS);
    } else {
      pages.set(number / KeyPage.KEYS, page);
    }
    if (reuse) {
      numbers.giveBack(number);
    }
  }

  private boolean is(int number, String key) {
    return KeyPage.is(page(number), number % KeyPage.KEYS, key);
  }
}
