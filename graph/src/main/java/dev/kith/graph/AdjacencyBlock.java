package dev.kith.graph;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.block.NumberView;
import dev.kith.graph.block.RepeatedView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lists of one type in a block: how many edges each has, how wide its columns are, and all strings;
 * then list after list its arrays, as they are in memory, so that to read it is to copy them.
 */
public final class AdjacencyBlock {
  private AdjacencyBlock() {}

  /**
   * Adds lists to a block.
   *
   * @param empty a list of their type
   */
  public static void write(Adjacency empty, List<Adjacency> lists, BlockBuilder block) {
    int count = lists.size();
    int columns = empty.columns().widths().length;
    long[] sizes = new long[count];
    long[][] widths = new long[columns][count];
    List<@Nullable String> texts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Adjacency list = lists.get(i);
      sizes[i] = list.size();
      if (list.size() > 0) {
        int[] ofList = list.columns().widths();
        for (int k = 0; k < columns; k++) {
          widths[k][i] = ofList[k];
        }
        list.columns().addTexts(list.size(), texts);
      }
    }
    block.addNumbers(sizes, count);
    for (long[] ofColumn : widths) {
      block.addNumbers(ofColumn, count);
    }
    block.addInt(texts.size());
    block.addRepeated(texts.toArray(new @Nullable String[0]), texts.size());
    for (Adjacency list : lists) {
      if (list.size() > 0) {
        list.write(block);
      }
    }
  }

  /**
   * Reads lists from a block.
   *
   * @param empty a list of their type
   */
  public static Adjacency[] read(Adjacency empty, int count, Block block) throws DamagedException {
    NumberView sizes = block.getNumbers(count);
    int[] ofList = empty.columns().widths();
    NumberView[] widths = new NumberView[ofList.length];
    for (int k = 0; k < widths.length; k++) {
      widths[k] = block.getNumbers(count);
    }
    int strings = block.getInt();
    RepeatedView view = block.getRepeated(strings);
    Iterator<@Nullable String> texts =
        IntStream.range(0, strings).<@Nullable String>mapToObj(view::get).iterator();
    Adjacency[] lists = new Adjacency[count];
    Arrays.fill(lists, Adjacency.EMPTY);
    for (int i = 0; i < count; i++) {
      int size = (int) sizes.get(i);
      if (size > 0) {
        for (int k = 0; k < widths.length; k++) {
          ofList[k] = (int) widths[k].get(i);
        }
        lists[i] = empty.read(size, ofList, block, texts);
      }
    }
    return lists;
  }
}
