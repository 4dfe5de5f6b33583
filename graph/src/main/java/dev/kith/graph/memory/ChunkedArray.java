package dev.kith.graph.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array that grows without copying its elements: an array of chunks of {@value #CHUNK} slots
 * each. One thread writes, any number of threads read without waiting.
 *
 * <p>{@link #set} is a release and {@link #get} an acquire: who gets an element sees everything
 * that its writer did before it set it. Memory: 4 bytes a slot.
 */
final class ChunkedArray<T> {
  private static final int BITS = 12;
  private static final int CHUNK = 1 << BITS;
  private static final VarHandle SLOT = MethodHandles.arrayElementVarHandle(Object[].class);

  private volatile @Nullable Object[][] chunks = {};

  /** The element of a slot; null if none was set. */
  @SuppressWarnings("unchecked") // only elements of T are ever set
  @Nullable T get(int index) {
    @Nullable Object[][] current = chunks;
    int chunk = index >>> BITS;
    return chunk < current.length ? (T) SLOT.getAcquire(current[chunk], index & (CHUNK - 1)) : null;
  }

  /** Sets an element, or with null clears it. */
  void set(int index, @Nullable T element) {
    @Nullable Object[][] current = chunks;
    int chunk = index >>> BITS;
    if (chunk >= current.length) {
      @Nullable Object[][] grown = Arrays.copyOf(current, chunk + 1);
      for (int i = current.length; i <= chunk; i++) {
        grown[i] = new @Nullable Object[CHUNK];
      }
      chunks = grown;
      current = grown;
    }
    SLOT.setRelease(current[chunk], index & (CHUNK - 1), element);
  }
}
