package dev.kith.graph.memory;

import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.GraphStream;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The whole graph in memory: one thread applies changes, any number of threads read.
 *
 * <h2>Concurrency</h2>
 *
 * <p>{@link #apply} is for one thread at a time; a change of thread needs a hand-over with
 * happens-before. All else is for any thread; and to read is wait-free, without locks: no reader
 * ever waits for the writer, for another reader, or tries again.
 *
 * <p>What a reader gets, a {@link Row} or an {@link Adjacency}, is immutable. The writer makes the
 * new version aside and publishes it by one release store to the node's slot, which readers load
 * with acquire. Order of publication:
 *
 * <ol>
 *   <li>the keys of an edge's ends, then the slots of the key tables that lead to them: whoever
 *       sees an edge can ask for the key, row and edges of both ends;
 *   <li>the list of the edge's source, then that of its target: in between, a reader sees the edge
 *       from one end only. Of an edge that moves to other ends the old lists go first, so it is
 *       never seen twice in the same direction.
 * </ol>
 *
 * So every list is consistent in itself; two lists, or a list and a row, may be of two moments.
 *
 * <p>A node's key is known while the node has a row or edges, and is given back after that. Its
 * number is never given to another, so one that a reader holds never comes to mean another node; a
 * key that comes back gets a new number. No table is ever copied as a whole.
 *
 * <h2>Cost</h2>
 *
 * <p>A put of a node, and of an edge that is the newest at both its ends: O(1) amortised, and for
 * an edge without a key the smaller of the two degrees, to see whether it is there already. Any
 * other change of an edge copies the lists of its two ends: O(degree), about 12 bytes an edge of a
 * type without attributes. A change that changes nothing copies nothing.
 *
 * <p>While nobody reads, many changes are taken several times as fast by a {@link GraphLoad}; and a
 * {@link GraphImage} is made without any.
 *
 * <h2>Memory</h2>
 *
 * <p>As {@link MemoryBudget} reckons it. In the shipped graph about 90 bytes a node, 30 a
 * friendship and 90 a purchase, at both ends together and with their shares of the lists, where
 * users have 40 friends and 20 purchases.
 */
public final class MemoryGraph implements GraphView {

  /** What is done with each copy of an element. */
  public interface Visitor<E extends Exception> {
    void visit(GraphStream.Copy copy) throws E;
  }

  /**
   * Learns of every change, on the thread that applies it, once readers can see it. Whoever is slow
   * holds up the changes that come after.
   */
  public interface Observer {
    /** The row of a node came, changed or went. */
    void row(NodeType type, int node);

    /**
     * An edge between these came, changed or went.
     *
     * @param number its number, as {@link Adjacency#edge}; of a pair any
     */
    void edge(EdgeType type, int from, int to, int number);
  }

  private final GraphSchema schema;
  private final List<NodeTable> nodes;
  private final List<EdgeTable> edges;

  /** Locked while a change is applied and told: nobody begins to observe in the middle of one. */
  private final List<Observer> observers = new ArrayList<>();

  public MemoryGraph(GraphSchema schema) {
    this.schema = schema;
    this.nodes = schema.nodeTypes().stream().map(type -> new NodeTable()).toList();
    this.edges = schema.edgeTypes().stream().map(this::edgeTable).toList();
  }

  private EdgeTable edgeTable(EdgeType type) {
    NodeTable from = nodes.get(type.from().index());
    NodeTable to = nodes.get(type.to().index());
    EdgeTable.Changed changed =
        (source, target, number) ->
            observers.forEach(observer -> observer.edge(type, source, target, number));
    if (type.keyed()) {
      EdgeNumbers numbers = new EdgeNumbers();
      return new EdgeTable.Keyed(
          EdgeLists.ofNumbered(type, from, to, numbers.keys()), from, to, numbers, changed);
    }
    return new EdgeTable.Pairs(EdgeLists.ofPairs(type, from, to), from, to, changed);
  }

  /** Tells of every change from the next one on. Any thread; waits for a change's end. */
  public void observe(Observer observer) {
    synchronized (observers) {
      observers.add(observer);
    }
  }

  /** Tells of no change any more. Any thread; waits for a change's end. */
  public void ignore(Observer observer) {
    synchronized (observers) {
      observers.remove(observer);
    }
  }

  /** Applies one change; readers see it when this returns. One thread at a time. */
  public void apply(GraphChange change) {
    synchronized (observers) {
      applyAndTell(change);
    }
  }

  private void applyAndTell(GraphChange change) {
    switch (change) {
      case GraphChange.PutNode(Element.Node node, Row row) ->
          changed(node.type(), table(node).put(node.key(), row));
      case GraphChange.PutPair put -> table(put.element()).put(put.element(), put.row());
      case GraphChange.PutEdge put ->
          table(put.element()).put(put.element().key(), put.from(), put.to(), put.row());
      case GraphChange.Remove remove -> {
        switch (remove.element()) {
          case Element.Node node -> changed(node.type(), table(node).remove(node.key()));
          case Element.Pair pair -> table(pair).remove(pair);
          case Element.KeyedEdge edge -> table(edge).remove(edge.key());
        }
      }
    }
  }

  private void changed(NodeType type, int node) {
    if (node != KeyTable.NONE) {
      observers.forEach(observer -> observer.row(type, node));
    }
  }

  /** The numbers of nodes of a type, existing ones, stubs, and gone ones, are below this. */
  public int numbers(NodeType type) {
    return nodes.get(type.index()).keys().limit();
  }

  /** How many nodes of a type exist; stubs don't. */
  public long nodeCount(NodeType type) {
    return nodes.get(type.index()).count();
  }

  /** How many edges of a type exist. */
  public long edgeCount(EdgeType type) {
    return edges.get(type.index()).lists().count();
  }

  /**
   * Tells everything that is there: each node that exists, and each edge twice, as the lists of
   * both its ends have it. An element that does not change meanwhile is told as it is; of one that
   * does a copy may be missing, or mix what was with what is. Any thread.
   */
  public <E extends Exception> void forEach(Visitor<E> visitor) throws E {
    new GraphWalk(this).walk(visitor);
  }

  /** The keys of nodes that exist, drawn at random, each once; fewer if there are not so many. */
  public List<String> sample(NodeType type, int size, RandomGenerator random) {
    return new NodeSample(nodes.get(type.index()), random).keys(size);
  }

  NodeTable nodes(NodeType type) {
    return nodes.get(type.index());
  }

  EdgeTable edges(EdgeType type) {
    return edges.get(type.index());
  }

  @Override
  public GraphSchema schema() {
    return schema;
  }

  @Override
  public int node(NodeType type, String key) {
    return nodes.get(type.index()).find(key);
  }

  @Override
  public String key(NodeType type, int node) {
    return nodes.get(type.index()).keys().key(node);
  }

  @Override
  public String edgeKey(EdgeType type, int edge) {
    return ((EdgeTable.Keyed) edges.get(type.index())).numbers().key(edge);
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    return nodes.get(type.index()).row(node);
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    return edges.get(hop.edge().index()).lists().edges(hop.forward(), node);
  }

  @Override
  public long newest(Hop hop) {
    return edges.get(hop.edge().index()).lists().newest(hop.forward());
  }

  @Override
  public int touchEdges(Hop hop, int[] nodes, int from, int to) {
    return edges.get(hop.edge().index()).lists().touch(hop.forward(), nodes, from, to);
  }

  @Override
  public int touchRows(NodeType type, Adjacency edges, int from, int to) {
    return nodes(type).touch(edges, from, to);
  }

  private NodeTable table(Element.Node node) {
    return nodes.get(node.type().index());
  }

  private EdgeTable.Pairs table(Element.Pair pair) {
    return (EdgeTable.Pairs) edges.get(pair.type().index());
  }

  private EdgeTable.Keyed table(Element.KeyedEdge edge) {
    return (EdgeTable.Keyed) edges.get(edge.type().index());
  }
}
