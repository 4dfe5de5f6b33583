package dev.kith.graph.memory;

import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Lincheck runs one writer beside a reader, changes between the threads at accesses to shared
 * memory, and compares what they saw with what some order of the same operations gives. It takes
 * memory to be sequentially consistent: that stores are released and loads acquired it can't tell.
 */
@DisplayName("An array that gets chunks and gives them back")
class ChunkedArrayLinearizabilityTest {

  @Test
  @Timeout(120)
  @DisplayName("shows a reader beside the writer what it had at one moment")
  void linearizable() {
    new ModelCheckingOptions()
        .threads(2)
        .actorsBefore(3)
        .actorsPerThread(3)
        .actorsAfter(1)
        .iterations(40)
        .invocationsPerIteration(200)
        .check(Slots.class);
  }

  @Param(name = "slot", gen = IntGen.class, conf = "0:3")
  @Param(name = "value", gen = IntGen.class, conf = "1:2")
  public static class Slots {
    private static final String WRITER = "writer";
    private static final int STEP = ChunkedArray.CHUNK / 2;

    private final ChunkedArray<Integer> array = new ChunkedArray<>();

    @Operation(nonParallelGroup = WRITER)
    public void set(@Param(name = "slot") int slot, @Param(name = "value") int value) {
      array.set(slot * STEP, value);
    }

    @Operation(nonParallelGroup = WRITER)
    public void clear(@Param(name = "slot") int slot) {
      array.clear(slot * STEP);
    }

    @Operation
    public @Nullable Integer get(@Param(name = "slot") int slot) {
      return array.get(slot * STEP);
    }
  }
}
