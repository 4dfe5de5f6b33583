package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import dev.kith.dgraph.Found.Ends;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes the statements that write one batch.
 *
 * <p>The direct edge between two nodes exists while a keyed edge does, and those may lie in
 * different partitions, which different transactions write. So whoever changes a keyed edge between
 * two nodes writes the direct edge between them too, be it only to set it again: then any two that
 * run at once write the same statement, and Dgraph aborts one, which decides anew.
 */
final class BatchWriter {

  /** A direct edge. */
  private record Direct(EdgeType type, Ends ends) {}

  private final Transaction transaction;
  private final Found found;
  private final Set<NodeKey> made;
  private final TypeNames names;
  private final Quads quads;

  private int blankRecords;

  /** Between which ends the batch leaves a keyed edge, and between which it takes one away. */
  private final Set<Direct> held = new LinkedHashSet<>();

  private final Set<Direct> left = new LinkedHashSet<>();

  /** The records of the batch that were there: what becomes of them is known without asking. */
  private final Set<String> ownRecords = new HashSet<>();

  /**
   * @param found with all nodes that the batch needs
   * @param made the nodes that are new, and so have no attributes
   */
  BatchWriter(
      Transaction transaction, Found found, Set<NodeKey> made, TypeNames names, Quads quads) {
    this.transaction = transaction;
    this.found = found;
    this.made = made;
    this.names = names;
    this.quads = quads;
  }

  /** Adds the statements; asks Dgraph what else lies between nodes that an edge leaves. */
  void add(Batch batch) throws DgraphException {
    for (GraphChange change : batch.changes()) {
      switch (change) {
        case GraphChange.PutNode put -> put(put);
        case GraphChange.PutEdge put -> put(put);
        case GraphChange.PutPair put -> put(put);
        case GraphChange.Remove(Element.Node node) -> remove(node);
        case GraphChange.Remove(Element.KeyedEdge edge) -> remove(edge);
        case GraphChange.Remove(Element.Pair pair) -> remove(pair);
      }
    }
    writeDirectEdges();
  }

  private void put(GraphChange.PutNode put) {
    NodeType type = put.element().type();
    NodeKey key = NodeKey.of(type, put.element().key());
    String subject = uid(key);
    quads.setType(subject, names.of(type));
    quads.setRow(subject, type.attributes(), put.row(), made.contains(key));
  }

  private void put(GraphChange.PutEdge put) {
    EdgeType type = put.element().type();
    EdgeRecord record = type.record().orElseThrow();
    Optional<Found.Edge> old = found.record(type, put.element().key());
    Optional<Ends> oldEnds = old.flatMap(Found.Edge::ends);
    Ends ends =
        new Ends(uid(NodeKey.of(type.from(), put.from())), uid(NodeKey.of(type.to(), put.to())));
    String subject;
    if (old.isPresent()) {
      subject = old.get().uid();
      ownRecords.add(subject);
    } else {
      subject = "_:r" + blankRecords++;
      quads.setText(subject, record.key(), put.element().key());
      quads.setType(subject, names.ofRecord(type));
    }
    quads.linkEnd(subject, record.from(), ends.from(), ends.to(), type.attributes(), put.row());
    quads.linkEnd(subject, record.to(), ends.to(), ends.from(), type.attributes(), put.row());
    oldEnds.filter(e -> !e.equals(ends)).ifPresent(e -> left.add(new Direct(type, e)));
    quads.setRow(subject, type.attributes(), put.row(), old.isEmpty());
    held.add(new Direct(type, ends));
  }

  private void put(GraphChange.PutPair put) {
    EdgeType type = put.element().type();
    String from = uid(NodeKey.of(type.from(), put.element().from()));
    String to = uid(NodeKey.of(type.to(), put.element().to()));
    quads.link(from, type.name(), to, type.attributes(), put.row());
    if (type.symmetric()) {
      quads.link(to, type.name(), from, type.attributes(), put.row());
    }
  }

  private void remove(Element.Node node) {
    NodeType type = node.type();
    Optional<String> uid = found.node(NodeKey.of(type, node.key()));
    if (uid.isPresent()) {
      quads.deleteType(uid.get(), names.of(type));
      quads.deleteRow(uid.get(), type.attributes());
    }
  }

  private void remove(Element.KeyedEdge edge) {
    EdgeType type = edge.type();
    Optional<Found.Edge> old = found.record(type, edge.key());
    if (old.isPresent()) {
      EdgeRecord record = type.record().orElseThrow();
      String subject = old.get().uid();
      quads.deleteType(subject, names.ofRecord(type));
      quads.deleteRow(subject, type.attributes());
      quads.delete(subject, record.key());
      quads.delete(subject, record.from());
      quads.delete(subject, record.to());
      ownRecords.add(subject);
      old.get().ends().ifPresent(ends -> left.add(new Direct(type, ends)));
    }
  }

  private void remove(Element.Pair pair) {
    EdgeType type = pair.type();
    Optional<String> from = found.node(NodeKey.of(type.from(), pair.from()));
    Optional<String> to = found.node(NodeKey.of(type.to(), pair.to()));
    if (from.isPresent() && to.isPresent()) {
      quads.unlink(from.get(), type.name(), to.get());
      if (type.symmetric()) {
        quads.unlink(to.get(), type.name(), from.get());
      }
    }
  }

  private String uid(NodeKey key) {
    return found.node(key).orElseThrow(); // of a batch's needed nodes each was found or made
  }

  private void writeDirectEdges() throws DgraphException {
    Set<Direct> kept = new LinkedHashSet<>(held);
    left.removeAll(held);
    kept.addAll(othersBetween(left));
    left.removeAll(kept);
    for (Direct edge : kept) {
      quads.link(edge.ends().from(), edge.type().name(), edge.ends().to());
    }
    for (Direct edge : left) {
      quads.unlink(edge.ends().from(), edge.type().name(), edge.ends().to());
    }
  }

  /** Those between whose ends there is a keyed edge that is not one of this batch. */
  private Set<Direct> othersBetween(Set<Direct> edges) throws DgraphException {
    if (edges.isEmpty()) {
      return Set.of();
    }
    Map<EdgeType, List<Ends>> byType =
        edges.stream()
            .collect(
                Collectors.groupingBy(
                    Direct::type, Collectors.mapping(Direct::ends, Collectors.toList())));
    List<EdgeType> types = List.copyOf(byType.keySet());
    Dql dql = new Dql();
    for (int i = 0; i < types.size(); i++) {
      EdgeRecord record = types.get(i).record().orElseThrow();
      List<Ends> ends = byType.getOrDefault(types.get(i), List.of());
      String froms = ends.stream().map(Ends::from).distinct().collect(Collectors.joining(", "));
      String tos = ends.stream().map(Ends::to).distinct().collect(Collectors.joining(", "));
      dql.add(
          "  o%d(func: uid(%s)) { uid r: ~%s @filter(uid_in(%s, [%s])) { uid t: %s { uid } } }\n"
              .formatted(i, froms, record.from(), record.to(), tos, record.to()));
    }
    Set<Direct> out = new HashSet<>();
    ByteString answer = transaction.query(dql);
    JsonReader.read(
        answer,
        (name, nodes) -> {
          EdgeType type = types.get(Integer.parseInt(name, 1, name.length(), 10));
          nodes.array(
              node ->
                  targets(node)
                      .forEach(
                          (from, tos) ->
                              tos.forEach(to -> out.add(new Direct(type, new Ends(from, to))))));
        });
    out.retainAll(edges);
    return out;
  }

  /** The targets of the records that lead from a node, without those of the batch. */
  private Map<String, Set<String>> targets(JsonReader node) throws IOException {
    Set<String> tos = new HashSet<>();
    List<String> from = new ArrayList<>();
    node.object(
        (name, value) -> {
          if (name.equals("uid")) {
            from.add(value.text());
          } else {
            value.array(record -> target(record).ifPresent(tos::add));
          }
        });
    return from.isEmpty() ? Map.of() : Map.of(from.getFirst(), tos);
  }

  private Optional<String> target(JsonReader record) throws IOException {
    Map<String, String> uids = new HashMap<>();
    record.object(
        (name, value) -> uids.put(name, name.equals("t") ? Found.uid(value) : value.text()));
    return ownRecords.contains(uids.get("uid"))
        ? Optional.empty()
        : Optional.ofNullable(uids.get("t"));
  }
}
