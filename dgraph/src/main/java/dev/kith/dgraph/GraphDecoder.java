package dev.kith.dgraph;

import dev.kith.dgraph.Stored.End;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Reads the answers to {@link GraphQuery}: tells what is stored, and what is wrong with it. */
final class GraphDecoder {

  /** How many nodes a block had, and the last one, after which the next page begins. */
  record Page(int size, String last) {}

  private final GraphSchema schema;
  private final TypeNames names;
  private final Consumer<Stored> out;

  GraphDecoder(GraphSchema schema, TypeNames names, Consumer<Stored> out) {
    this.schema = schema;
    this.names = names;
    this.out = out;
  }

  /** Reads a block of nodes of a type, with or without edges. */
  Page nodes(NodeType type, JsonReader block) throws IOException {
    return read(type, block, node -> tellNode(type, node));
  }

  /** Reads a block of nodes of a type of which only edges were asked for. */
  void edges(NodeType type, JsonReader block) throws IOException {
    read(type, block, this::tellEdges);
  }

  /** Reads a block of records of which the direct edges were not asked for. */
  Page records(EdgeType type, JsonReader block) throws IOException {
    return read(type, block, record -> tellRecord(type, record));
  }

  /** Reads a block of records, each with the direct edges from its source. */
  void recordsWithDirect(EdgeType type, JsonReader block) throws IOException {
    read(
        type,
        block,
        record -> {
          tellRecord(type, record);
          Optional<StoredNode> from = record.from();
          Optional<StoredNode> to = record.to();
          if (from.isPresent() && to.isPresent() && !from.get().leadsTo(to.get())) {
            out.accept(noDirectEdge(type, record.key()));
          }
        });
  }

  /** Tells each node of a block; of those with one key only the one that the writer takes. */
  private Page read(ElementType type, JsonReader block, Consumer<StoredNode> tell)
      throws IOException {
    Map<String, StoredNode> byKey = new LinkedHashMap<>();
    List<String> uids = new ArrayList<>();
    block.array(
        json -> {
          StoredNode node = StoredNode.read(json, schema, type);
          uids.add(node.uid());
          StoredNode other = byKey.put(node.key(), node);
          if (other != null && !node.key().isEmpty()) {
            out.accept(
                new Stored.Surplus(
                    other.uid(), type, "node " + node.uid() + " has the same key " + node.key()));
          }
        });
    byKey.values().forEach(tell);
    return new Page(uids.size(), uids.isEmpty() ? "" : uids.getLast());
  }

  private void tellNode(NodeType type, StoredNode node) {
    if (!Element.isKey(node.key())) {
      out.accept(noKey(node.uid(), type));
      return;
    }
    Element.Node element = new Element.Node(type, node.key());
    Row row = node.row();
    if (node.types().contains(names.of(type))) {
      out.accept(new Stored.Copy(new GraphChange.PutNode(element, row), false));
    } else if (!row.equals(Row.builder(type).build())) {
      out.accept(new Stored.Broken(element, "has attributes, but not the type " + names.of(type)));
    }
    tellEdges(node);
  }

  private void tellEdges(StoredNode node) {
    End from = new End(node.uid(), node.key());
    for (EdgeType type : schema.edgeTypes()) {
      node.pairs(type).forEach(pair -> tellPair(type, from, pair));
      tellDirectEdges(type, from, node);
    }
  }

  private void tellPair(EdgeType type, End from, StoredNode to) {
    if (!Element.isKey(to.key())) {
      out.accept(new Stored.LooseEnd(type, from, to.uid()));
      return;
    }
    GraphChange put =
        new GraphChange.PutPair(new Element.Pair(type, from.key(), to.key()), to.row());
    int order = type.symmetric() ? from.key().compareTo(to.key()) : -1;
    if (order <= 0) {
      out.accept(new Stored.Copy(put, false));
    }
    if (order >= 0) { // one to itself is both
      out.accept(new Stored.Copy(put, true));
    }
  }

  private void tellDirectEdges(EdgeType type, End from, StoredNode node) {
    Map<String, String> direct = new HashMap<>();
    node.direct(type).forEach(end -> direct.put(end.uid(), end.key()));
    Set<String> targets = new HashSet<>();
    for (StoredNode record : node.records(type)) {
      record.to().ifPresent(end -> targets.add(end.uid()));
      if (record.to().isPresent()
          && !direct.containsKey(record.to().get().uid())
          && Element.isKey(record.key())) {
        out.accept(noDirectEdge(type, record.key()));
      }
    }
    direct.forEach(
        (uid, key) -> {
          if (!Element.isKey(key)) {
            out.accept(new Stored.LooseEnd(type, from, uid));
          } else if (!targets.contains(uid)) {
            out.accept(new Stored.DirectEdge(type, from, new End(uid, key)));
          }
        });
  }

  private void tellRecord(EdgeType type, StoredNode record) {
    if (!Element.isKey(record.key())) {
      out.accept(noKey(record.uid(), type));
      return;
    }
    Element.KeyedEdge element = new Element.KeyedEdge(type, record.key());
    EdgeType.EdgeRecord predicates = type.record().orElseThrow();
    Optional<StoredNode> from = record.from().filter(end -> Element.isKey(end.key()));
    Optional<StoredNode> to = record.to().filter(end -> Element.isKey(end.key()));
    if (from.isEmpty()) {
      out.accept(new Stored.Broken(element, "has no " + predicates.from()));
    } else if (to.isEmpty()) {
      out.accept(new Stored.Broken(element, "has no " + predicates.to()));
    } else if (!record.types().contains(names.ofRecord(type))) {
      out.accept(new Stored.Broken(element, "has not the type " + names.ofRecord(type)));
    } else if (!from.get().isBeside(to.get()) || !to.get().isBeside(from.get())) {
      out.accept(new Stored.Broken(element, "has not beside an end what the other one is"));
    } else {
      Set<Row> copies =
          new LinkedHashSet<>(List.of(record.row(), from.get().row(), to.get().row()));
      for (Row row : copies) {
        out.accept(
            new Stored.Copy(
                new GraphChange.PutEdge(element, from.get().key(), to.get().key(), row), false));
      }
    }
  }

  static Stored.Broken noDirectEdge(EdgeType type, String key) {
    return new Stored.Broken(
        new Element.KeyedEdge(type, key), "has no direct edge " + type + " beside it");
  }

  static Stored.Surplus noKey(String uid, ElementType type) {
    String key =
        switch (type) {
          case NodeType node -> node.key();
          case EdgeType edge -> edge.record().orElseThrow().key();
        };
    return new Stored.Surplus(uid, type, "no valid " + key);
  }
}
