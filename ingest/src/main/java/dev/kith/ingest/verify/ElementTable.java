package dev.kith.ingest.verify;

import dev.kith.ingest.verify.Fingerprint.ElementHash;
import java.util.function.Consumer;

/**
 * What should be in a store: by element the fingerprint of what the topic says last, and which of
 * its copies were seen.
 *
 * <p>A hash table with linear probing in one array, three longs a slot. Memory: 32 to 64 bytes an
 * element (the table is from 3/8 to 3/4 full), half as much again while it grows. At most 500
 * million elements. Not thread-safe.
 */
final class ElementTable {

  /** What a copy that was seen is. */
  enum Match {
    /** As it should be, and seen for the first time. */
    AS_EXPECTED,
    /** Not as it should be: another value, no such element, or one copy more. */
    OTHER
  }

  private static final int STRIDE = 3;

  /** Of the third long of a slot: the other bits are the value's fingerprint. */
  private static final long FORWARD_SEEN = 1;

  private static final long BACKWARD_SEEN = 2;
  private static final long PRESENT = 4;

  private static final long FLAGS = FORWARD_SEEN | BACKWARD_SEEN | PRESENT;

  private long[] slots = new long[STRIDE << 10];
  private int used;

  /**
   * The element is there, with this value.
   *
   * @param copies how many the store should have of it: one or two
   * @return whether it was not there before
   */
  boolean put(ElementHash id, long value, int copies) {
    int slot = findOrAdd(id);
    boolean added = (slots[slot + 2] & PRESENT) == 0;
    // The copy that there is not counts as seen.
    slots[slot + 2] = (value & ~FLAGS) | PRESENT | (copies == 1 ? BACKWARD_SEEN : 0);
    return added;
  }

  /** The element is not there; whether it was. */
  boolean remove(ElementHash id) {
    int slot = findOrAdd(id);
    boolean removed = (slots[slot + 2] & PRESENT) != 0;
    slots[slot + 2] = FORWARD_SEEN | BACKWARD_SEEN;
    return removed;
  }

  /** A copy of the element was seen in the store. */
  Match see(ElementHash id, long value, boolean backward) {
    int slot = find(id);
    long flag = backward ? BACKWARD_SEEN : FORWARD_SEEN;
    if (slots[slot + 2] == 0 // free: there is no such element
        || (slots[slot + 2] & (PRESENT | flag)) != PRESENT
        || ((slots[slot + 2] ^ value) & ~FLAGS) != 0) {
      return Match.OTHER;
    }
    slots[slot + 2] |= flag;
    return Match.AS_EXPECTED;
  }

  /** Every element of which not all copies were seen as expected. */
  void forEachNotSeen(Consumer<ElementHash> consumer) {
    for (int slot = 0; slot < slots.length; slot += STRIDE) {
      if ((slots[slot + 2] & FLAGS) != FLAGS && (slots[slot + 2] & PRESENT) != 0) {
        consumer.accept(new ElementHash(slots[slot], slots[slot + 1]));
      }
    }
  }

  private int findOrAdd(ElementHash id) {
    int slot = find(id);
    if (slots[slot + 2] == 0) {
      if (4L * used >= 3L * (slots.length / STRIDE)) {
        grow();
        slot = find(id);
      }
      used++;
      slots[slot] = id.high();
      slots[slot + 1] = id.low();
    }
    return slot;
  }

  /** The slot of an element, or the free one where it would come to stand. */
  private int find(ElementHash id) {
    int count = slots.length / STRIDE;
    int i = (int) (id.low() & (count - 1));
    while (slots[STRIDE * i + 2] != 0
        && (slots[STRIDE * i] != id.high() || slots[STRIDE * i + 1] != id.low())) {
      i = (i + 1) & (count - 1);
    }
    return STRIDE * i;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[Math.multiplyExact(2, old.length)];
    for (int slot = 0; slot < old.length; slot += STRIDE) {
      if (old[slot + 2] != 0) {
        System.arraycopy(old, slot, slots, find(new ElementHash(old[slot], old[slot + 1])), STRIDE);
      }
    }
  }
}
