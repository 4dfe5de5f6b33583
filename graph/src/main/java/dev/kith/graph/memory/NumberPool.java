package dev.kith.graph.memory;

import java.util.BitSet;

/**
 * Gives out numbers, the lowest that is free first, so that those in use stay close together. One
 * thread takes and gives back.
 *
 * <p>Memory: a bit a number.
 */
final class NumberPool {
  private static final int BLOCK = 4096;

  private final BitSet free = new BitSet();

  /** Blocks of numbers of which some are free. */
  private final BitSet blocks = new BitSet();

  private final Counter limit = new Counter();

  /** All numbers that were ever taken are below this. Any thread. */
  int limit() {
    return (int) limit.get();
  }

  int take() {
    int block = blocks.nextSetBit(0);
    if (block < 0) {
      return takeNew();
    }
    int number = free.nextSetBit(block * BLOCK);
    free.clear(number);
    int next = free.nextSetBit(number);
    if (next < 0 || next / BLOCK != block) {
      blocks.clear(block);
    }
    return number;
  }

  private int takeNew() {
    int number = limit();
    if (number == Integer.MAX_VALUE) {
      throw new IllegalStateException("all numbers are used up");
    }
    limit.add(1);
    return number;
  }

  /** Takes all numbers below a limit; none may have been taken yet. */
  void takeAll(int limit) {
    this.limit.add(limit);
  }

  void giveBack(int number) {
    free.set(number);
    blocks.set(number / BLOCK);
  }
}
