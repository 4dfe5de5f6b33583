package dev.kith.graph.memory;

import dev.kith.graph.schema.EdgeType;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The edges of one type in the blocks of an image, of which all but the last are full. */
final class EdgeBlocks implements BulkEdges.Values {
  private final List<EdgeBlock> blocks;

  EdgeBlocks(List<EdgeBlock> blocks) {
    this.blocks = List.copyOf(blocks);
  }

  /**
   * The edges, between the nodes of a graph.
   *
   * @param sources by the number in a block the node; {@link KeyTable#NONE} if it is unknown
   * @param targets the same for the other end
   */
  BulkEdges between(EdgeType type, int[] sources, int[] targets) {
    int count = blocks.stream().mapToInt(EdgeBlock::count).sum();
    int[] from = new int[count];
    int[] to = new int[count];
    IntStream.range(0, count)
        .parallel()
        .forEach(
            edge -> {
              int source = node(sources, block(edge).source(inBlock(edge)));
              int target = node(targets, block(edge).target(inBlock(edge)));
              to[edge] = target;
              from[edge] = target == KeyTable.NONE ? KeyTable.NONE : source;
            });
    return new BulkEdges(type, from, to, this);
  }

  private static int node(int[] numbers, int old) {
    return old < numbers.length ? numbers[old] : KeyTable.NONE;
  }

  /** The key of an edge that has one. */
  String key(int edge) {
    return block(edge).keys().get(inBlock(edge));
  }

  @Override
  public long present(int edge) {
    return block(edge).attributes().present(inBlock(edge));
  }

  @Override
  public long bits(int edge, int attribute) {
    return block(edge).attributes().bits(inBlock(edge), attribute);
  }

  @Override
  public @Nullable String text(int edge, int attribute) {
    return block(edge).attributes().text(inBlock(edge), attribute);
  }

  private EdgeBlock block(int edge) {
    return blocks.get(edge >>> EdgeBlock.BITS);
  }

  private static int inBlock(int edge) {
    return edge & (EdgeBlock.EDGES - 1);
  }
}
