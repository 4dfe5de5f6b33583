package dev.kith.dgraph;

import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import io.dgraph.DgraphProto.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Reads all that Dgraph holds of a graph, or all that it holds of some elements: to compare it.
 *
 * <p>A symmetric edge is stored twice, once from either end, and each is told as a copy. A keyed
 * edge is its record and, beside it, a direct edge that it shares with others of the same ends: the
 * record is the copy, and what is wrong with the direct edge is told as {@link Stored.Broken} or
 * {@link Stored.DirectEdge}. A node that is only the end of edges, with its key and nothing else,
 * is no element and is not told.
 *
 * <p>Every query reads one moment. The pages of {@link #readAll} are of different ones: Dgraph does
 * not keep old versions for a reader, so a moment that is long past may read as less than it was.
 */
public final class GraphReader {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int PAGE = 1_000;
  private static final String FIRST = "0x0";

  /** So many of a kind of what should not be there; the rest shows once these are gone. */
  private static final int STRAYS = 1_000;

  private final Dgraph dgraph;
  private final GraphSchema schema;
  private final TypeNames names;
  private final GraphQuery query;
  private final String topicId;

  public GraphReader(Dgraph dgraph, GraphSchema schema, String topicId) {
    this.dgraph = dgraph;
    this.schema = schema;
    this.names = new TypeNames(schema);
    this.query = new GraphQuery(schema);
    this.topicId = topicId;
  }

  /**
   * How far Dgraph holds each partition of the topic; one that it holds nothing of is not named.
   *
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public Map<Integer, Long> positions() throws DgraphException {
    Dql dql = new Dql();
    Positions.ask(dql);
    Positions positions = Positions.ofTopic(topicId);
    read(dql, (name, value) -> positions.take(name, value));
    return positions.offsets();
  }

  /** Tells everything, page by page; memory is that of a page. */
  public void readAll(Consumer<Stored> out) throws DgraphException {
    for (NodeType type : schema.nodeTypes()) {
      for (String last = FIRST; !last.isEmpty(); ) {
        Dql dql = new Dql();
        query.nodesWithEdges(dql, "n", GraphQuery.page(type.key(), PAGE, last), type);
        last = page(dql, out, (decoder, block) -> decoder.nodes(type, block));
      }
    }
    for (EdgeType type : schema.edgeTypes()) {
      if (type.record().isPresent()) {
        String key = type.record().get().key();
        for (String last = FIRST; !last.isEmpty(); ) {
          Dql dql = new Dql();
          query.records(dql, "r", GraphQuery.page(key, PAGE, last), type);
          last = page(dql, out, (decoder, block) -> decoder.records(type, block));
        }
      }
    }
    readStrays(out);
  }

  /**
   * Tells everything about some elements, and nothing about others.
   *
   * @param elements not more than fit into a query: some hundreds
   * @return the positions at the moment at which all of it was so
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public Map<Integer, Long> read(Collection<? extends Element> elements, Consumer<Stored> out)
      throws DgraphException {
    Dql dql = new Dql();
    Positions.ask(dql);
    Map<ElementType, Set<String>> keys = new LinkedHashMap<>();
    Map<EdgeType, Set<String>> targets = new LinkedHashMap<>();
    for (Element element : elements) {
      Set<String> ofType = keys.computeIfAbsent(element.type(), t -> new TreeSet<>());
      switch (element) {
        case Element.Node node -> ofType.add(node.key());
        case Element.KeyedEdge edge -> ofType.add(edge.key());
        case Element.Pair pair -> {
          Set<String> to = targets.computeIfAbsent(pair.type(), t -> new TreeSet<>());
          ofType.add(pair.from());
          to.add(pair.to());
          if (pair.type().symmetric()) {
            ofType.add(pair.to());
            to.add(pair.from());
          }
        }
      }
    }
    List<ElementType> types = List.copyOf(keys.keySet());
    for (int i = 0; i < types.size(); i++) {
      ask(dql, "q" + i, types.get(i), keys, targets);
    }
    Positions positions = Positions.ofTopic(topicId);
    Set<Element> wanted = Set.copyOf(elements);
    List<Stored> told = new ArrayList<>();
    GraphDecoder decoder = new GraphDecoder(schema, names, told::add);
    read(
        dql,
        (name, value) -> {
          if (!positions.take(name, value)) {
            ElementType type = types.get(Integer.parseInt(name, 1, name.length(), 10));
            switch (type) {
              case NodeType node -> decoder.nodes(node, value);
              case EdgeType edge when edge.keyed() -> decoder.recordsWithDirect(edge, value);
              case EdgeType edge -> decoder.edges(edge.from(), value);
            }
          }
        });
    told.stream().filter(stored -> isOf(stored, wanted)).forEach(out);
    return positions.offsets();
  }

  /** A change as Dgraph holds it: times that it can't hold are the nearest that it can. */
  public static GraphChange held(GraphChange change) {
    return switch (change) {
      case GraphChange.PutNode put ->
          new GraphChange.PutNode(put.element(), held(put.element().type(), put.row()));
      case GraphChange.PutPair put ->
          new GraphChange.PutPair(put.element(), held(put.element().type(), put.row()));
      case GraphChange.PutEdge put ->
          new GraphChange.PutEdge(
              put.element(), put.from(), put.to(), held(put.element().type(), put.row()));
      case GraphChange.Remove remove -> remove;
    };
  }

  private static Row held(ElementType type, Row row) {
    Row.Builder out = Row.builder(type);
    for (Attribute attribute : type.attributes()) {
      if (row.has(attribute)) {
        switch (attribute.type()) {
          case TIMESTAMP -> out.set(attribute, Timestamps.held(row.bits(attribute)));
          case DOUBLE -> {
            if (Double.isFinite(row.doubleValue(attribute))) {
              out.set(attribute, row.bits(attribute));
            }
          }
          case INT, BOOL, STRING -> out.setValue(attribute, row.value(attribute));
        }
      }
    }
    return out.build();
  }

  private void ask(
      Dql dql,
      String block,
      ElementType type,
      Map<ElementType, Set<String>> keys,
      Map<EdgeType, Set<String>> targets) {
    String values = dql.variables(keys.getOrDefault(type, Set.of()));
    switch (type) {
      case NodeType node ->
          query.nodes(dql, block, "func: eq(%s, %s)".formatted(node.key(), values), node);
      case EdgeType edge when edge.record().isPresent() -> {
        EdgeRecord record = edge.record().get();
        query.recordsWithDirect(
            dql, block, "func: eq(%s, %s)".formatted(record.key(), values), edge);
      }
      case EdgeType edge -> {
        String to = dql.variables(targets.getOrDefault(edge, Set.of()));
        query.pairs(
            dql,
            block,
            "func: eq(%s, %s)".formatted(edge.from().key(), values),
            edge,
            " @filter(eq(%s, %s))".formatted(edge.to().key(), to));
      }
    }
  }

  private static boolean isOf(Stored stored, Set<Element> wanted) {
    return switch (stored) {
      case Stored.Copy copy -> wanted.contains(copy.put().element());
      case Stored.Broken broken -> wanted.contains(broken.element());
      case Stored.Stray stray -> true;
    };
  }

  /**
   * Nodes that have what only elements have, but no key. Not those that only the index of types
   * names: once it was killed, Dgraph (25.4) may keep entries there of nodes that hold nothing.
   */
  private void readStrays(Consumer<Stored> out) throws DgraphException {
    Dql dql = new Dql();
    List<ElementType> types = new ArrayList<>();
    for (NodeType type : schema.nodeTypes()) {
      askStraysOfType(dql, types, type, names.of(type), type.key());
    }
    for (EdgeType type : schema.edgeTypes()) {
      askStraysWith(dql, types, type.from(), type.name(), type.from().key());
      if (type.record().isPresent()) {
        EdgeRecord record = type.record().get();
        askStraysOfType(dql, types, type, names.ofRecord(type), record.key());
        askStraysWith(dql, types, type, record.from(), record.key());
        askStraysWith(dql, types, type, record.to(), record.key());
      }
    }
    Set<Stored> strays = new LinkedHashSet<>();
    read(
        dql,
        (name, value) -> {
          ElementType type = types.get(Integer.parseInt(name, 1, name.length(), 10));
          value.array(node -> strays.add(GraphDecoder.noKey(Found.uid(node), type)));
        });
    strays.forEach(out);
  }

  private static void askStraysOfType(
      Dql dql, List<ElementType> types, ElementType type, String name, String key) {
    askStrays(dql, types, type, "type(%s)".formatted(name), "has(dgraph.type) AND", key);
  }

  private static void askStraysWith(
      Dql dql, List<ElementType> types, ElementType type, String predicate, String key) {
    askStrays(dql, types, type, "has(%s)".formatted(predicate), "", key);
  }

  private static void askStrays(
      Dql dql,
      List<ElementType> types,
      ElementType type,
      String function,
      String filter,
      String key) {
    dql.add(
        "  s%d(func: %s, first: %d) @filter(%s NOT has(%s)) { uid }\n"
            .formatted(types.size(), function, STRAYS, filter, key));
    types.add(type);
  }

  /** How a block is read. */
  private interface Decoding {
    GraphDecoder.Page read(GraphDecoder decoder, JsonReader block) throws IOException;
  }

  /** Reads and tells one page; the last uid of it, or nothing if there are no more. */
  private String page(Dql dql, Consumer<Stored> out, Decoding decoding) throws DgraphException {
    List<Stored> told = new ArrayList<>();
    GraphDecoder decoder = new GraphDecoder(schema, names, told::add);
    List<GraphDecoder.Page> pages = new ArrayList<>();
    read(dql, (name, value) -> pages.add(decoding.read(decoder, value)));
    told.forEach(out);
    return pages.stream()
        .filter(page -> page.size() == PAGE)
        .map(GraphDecoder.Page::last)
        .findFirst()
        .orElse("");
  }

  private void read(Dql dql, JsonReader.Field fields) throws DgraphException {
    Request request =
        Request.newBuilder()
            .setQuery(dql.text())
            .putAllVars(dql.variables())
            .setReadOnly(true)
            .build();
    JsonReader.read(dgraph.query(request, Deadline.after(TIMEOUT)).getJson(), fields);
  }
}
