package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.Optional;

/**
 * A whole graph as blocks of columns: what {@link #write} wrote of a graph that went on changing,
 * {@link #read} makes a graph of again. If all changes since the writing began are applied to it,
 * it is the same graph: an element that did not change meanwhile is in the image as it was, and
 * every other is made what it is by its last change, whatever the image says of it.
 *
 * <p>Each edge is in it once, from the list of its source, or of a symmetric one of the end with
 * the lower number, so no end can have it without the other. Nodes come after the edges, so that an
 * edge's ends have their keys; an end without one has been forgotten meanwhile, and with it the
 * edge. Of the edges with keys one may be there twice, if it moved, or with the key of another, if
 * that was given its number: both changed meanwhile.
 */
public final class GraphImage {
  static final int EDGES = 1;
  static final int NODES = 2;

  /** Takes the blocks of an image. */
  public interface Blocks {
    /** Takes a block, which is changed after that. */
    void write(BlockBuilder block) throws IOException;
  }

  /** Gives the blocks of an image. */
  public interface Source {
    /** The next block; empty after the last. */
    Optional<Block> next() throws IOException;
  }

  private GraphImage() {}

  /** Writes a graph, whose changes may go on. Any thread. */
  public static void write(MemoryGraph graph, Blocks out) throws IOException {
    for (EdgeType type : graph.schema().edgeTypes()) {
      writeEdges(graph, type, out);
    }
    for (NodeType type : graph.schema().nodeTypes()) {
      writeNodes(graph, type, out);
    }
  }

  private static void writeEdges(MemoryGraph graph, EdgeType type, Blocks out) throws IOException {
    EdgeBlockWriter edges = new EdgeBlockWriter(type, out);
    Hop hop = new Hop(type, true);
    for (int node = 0; node < graph.numbers(type.from()); node++) {
      Adjacency list = graph.edges(hop, node);
      for (int i = 0; i < list.size(); i++) {
        boolean elsewhere = type.symmetric() && list.neighbour(i) < node;
        String key = type.keyed() ? graph.edgeKey(type, list.edge(i)) : "";
        boolean gone = type.keyed() && key.isEmpty();
        if (!elsewhere && !gone) {
          edges.add(node, list, i, key);
        }
      }
    }
    edges.flush();
  }

  private static void writeNodes(MemoryGraph graph, NodeType type, Blocks out) throws IOException {
    NodeBlockWriter nodes = new NodeBlockWriter(type, out);
    for (int node = 0; node < graph.numbers(type); node++) {
      String key = graph.key(type, node);
      if (!key.isEmpty()) {
        nodes.add(node, key, graph.row(type, node));
      }
    }
    nodes.flush();
  }

  /**
   * Makes a graph of blocks.
   *
   * @param schema as it was for the graph that was written
   * @throws DamagedException if they are no image of such a graph
   */
  public static MemoryGraph read(GraphSchema schema, Source in) throws IOException {
    ImageLoad load = new ImageLoad(schema);
    for (Optional<Block> next = in.next(); next.isPresent(); next = in.next()) {
      Block block = next.get();
      int kind = block.getInt();
      int type = block.getInt();
      int count = block.getInt();
      switch (kind) {
        case EDGES -> load.addEdges(schema.edgeTypes().get(type), count, block);
        case NODES -> load.addNodes(schema.nodeTypes().get(type), count, block);
        default -> throw new DamagedException("it has a block of an unknown kind");
      }
    }
    return load.graph();
  }
}
