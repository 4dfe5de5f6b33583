package dev.kith.graph.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array that grows without copying its elements, and gives back what is empty: an array of
 * chunks of {@value #CHUNK} slots each, those without an element all one and the same. One thread
 * writes, any number of threads read without waiting.
 *
 * <p>{@link #set} is a release and {@link #get} an acquire: who gets an element sees everything
 * that its writer did before it set it. A reader that is in a chunk when that is given back sees it
 * as it was at that moment: empty.
 *
 * <p>Memory: 4 bytes a slot, in chunks that have an element, and 8 to 12 a chunk.
 */
final class ChunkedArray<T> {
  private static final int BITS = 10;
  static final int CHUNK = 1 << BITS;

  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);
  private static final VarHandle SLOTS = MethodHandles.arrayElementVarHandle(Object[][].class);

  /** Stands for every chunk without an element; never written. */
  private static final @Nullable Object[] EMPTY = new @Nullable Object[CHUNK];

  private volatile @Nullable Object[][] chunks = {};

  /** By chunk, how many elements it has. The writer only. */
  private int[] elements = {};

  /** The element of a slot; null if it has none. */
  @SuppressWarnings("unchecked") // only elements of T are ever set
  @Nullable T get(int index) {
    @Nullable Object[][] current = chunks;
    int chunk = index >>> BITS;
    if (chunk >= current.length) {
      return null;
    }
    Object[] slots = (Object[]) SLOTS.getAcquire(current, chunk);
    return (T) SLOT.getAcquire(slots, index & (CHUNK - 1));
  }

  /** Sets an element. The writer only. */
  void set(int index, T element) {
    int chunk = index >>> BITS;
    if (chunk >= elements.length) {
      grow(chunk);
    }
    @Nullable Object[] slots = chunks[chunk];
    if (elements[chunk] == 0) {
      slots = new @Nullable Object[CHUNK];
      SLOTS.setRelease(chunks, chunk, slots);
    }
    int i = index & (CHUNK - 1);
    if (slots[i] == null) {
      elements[chunk]++;
    }
    SLOT.setRelease(slots, i, element);
  }

  /** Makes a slot have no element. The writer only. */
  void clear(int index) {
    int chunk = index >>> BITS;
    if (get(index) == null) {
      return;
    }
    SLOT.setRelease(chunks[chunk], index & (CHUNK - 1), null);
    if (--elements[chunk] == 0) {
      SLOTS.setRelease(chunks, chunk, EMPTY);
    }
  }

  private void grow(int chunk) {
    int length = chunk + 1 + (chunk >> 1);
    @Nullable Object[][] grown = Arrays.copyOf(chunks, length);
    Arrays.fill(grown, elements.length, length, EMPTY);
    elements = Arrays.copyOf(elements, length);
    chunks = grown;
  }
}
