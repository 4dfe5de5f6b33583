package dev.kith.graph.memory;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import it.unimi.dsi.fastutil.ints.Int2ObjectMap;
import it.unimi.dsi.fastutil.ints.Int2ObjectOpenHashMap;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.ints.IntSet;

/** Edges of one type by their ends and, if they have any, their numbers. Not thread-safe. */
final class EdgeEnds {
  private final IntArrayList from = new IntArrayList();
  private final IntArrayList to = new IntArrayList();
  private final IntArrayList numbers = new IntArrayList();

  void add(int source, int target, int number) {
    from.add(source);
    to.add(target);
    numbers.add(number);
  }

  int count() {
    return from.size();
  }

  void write(BlockBuilder block) {
    block.addInts(from.elements(), count());
    block.addInts(to.elements(), count());
    block.addInts(numbers.elements(), count());
  }

  /** Adds those that were written to a block. */
  void read(int count, Block block) throws DamagedException {
    from.addElements(from.size(), block.getInts(count));
    to.addElements(to.size(), block.getInts(count));
    numbers.addElements(numbers.size(), block.getInts(count));
  }

  IntSet numbers() {
    return new IntOpenHashSet(numbers);
  }

  /**
   * By node at one end, what tells its edges apart in its list.
   *
   * @param atSource whether it is the node at the source
   * @param numbered whether that is their numbers; if not, the other end
   */
  Int2ObjectMap<IntSet> byNode(boolean atSource, boolean numbered) {
    Int2ObjectMap<IntSet> out = new Int2ObjectOpenHashMap<>();
    for (int i = 0; i < count(); i++) {
      int node = atSource ? from.getInt(i) : to.getInt(i);
      int other = atSource ? to.getInt(i) : from.getInt(i);
      out.computeIfAbsent(node, _ -> new IntOpenHashSet())
          .add(numbered ? numbers.getInt(i) : other);
    }
    return out;
  }
}
