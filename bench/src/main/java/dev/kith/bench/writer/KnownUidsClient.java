package dev.kith.bench.writer;

import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one client can do at best: it knows the uid of everything that it ever wrote, so it asks for
 * nothing, and sends plain quads, a batch after the other. It looks for no siblings of a removed
 * edge, keeps no position, and must not share its Dgraph: a bound, and not a way to write.
 */
final class KnownUidsClient {
  static final String PURCHASE = "Purchase";

  /** The uid of a purchase, and those of its ends. */
  private record Purchase(String uid, String from, String to) {}

  private final Alpha alpha;
  private final Map<String, String> nodes = new HashMap<>();
  private final Map<String, Purchase> purchases = new HashMap<>();

  KnownUidsClient(Alpha alpha) {
    this.alpha = alpha;
  }

  static String typeOf(NodeType type) {
    return Character.toUpperCase(type.name().charAt(0)) + type.name().substring(1);
  }

  /** All that the record of an edge has. */
  static String[] predicates(EdgeType type) {
    EdgeRecord record = type.record().orElseThrow();
    List<String> out =
        new ArrayList<>(List.of("dgraph.type", record.key(), record.from(), record.to()));
    type.attributes().stream().map(Attribute::name).forEach(out::add);
    return out.toArray(String[]::new);
  }

  /** Writes changes in batches of that many. */
  void write(List<GraphChange> changes, int batch) {
    for (int i = 0; i < changes.size(); i += batch) {
      writeBatch(changes.subList(i, Math.min(changes.size(), i + batch)));
    }
  }

  private void writeBatch(List<GraphChange> changes) {
    Map<Element, GraphChange> last = new LinkedHashMap<>();
    changes.forEach(change -> last.put(change.element(), change));
    Statements statements = new Statements();
    Map<String, String> newNodes = new HashMap<>();
    Map<String, Purchase> newPurchases = new HashMap<>();
    for (GraphChange change : last.values()) {
      switch (change) {
        case GraphChange.PutNode(Element.Node node, var row) ->
            statements
                .set(
                    uid(node.type(), node.key(), newNodes, statements),
                    "dgraph.type",
                    typeOf(node.type()))
                .set(uid(node.type(), node.key(), newNodes, statements), node.type(), row);
        case GraphChange.PutPair(Element.Pair pair, var _) -> {
          EdgeType type = pair.type();
          String from = uid(type.from(), pair.from(), newNodes, statements);
          String to = uid(type.to(), pair.to(), newNodes, statements);
          statements.link(from, type.name(), to).link(to, type.name(), from);
        }
        case GraphChange.PutEdge put -> {
          EdgeType type = put.element().type();
          String key = put.element().key();
          EdgeRecord record = type.record().orElseThrow();
          String from = uid(type.from(), put.from(), newNodes, statements);
          String to = uid(type.to(), put.to(), newNodes, statements);
          String blank = "_:r" + newPurchases.size();
          newPurchases.put(key, new Purchase(blank, from, to));
          statements
              .set(blank, record.key(), key)
              .set(blank, "dgraph.type", PURCHASE)
              .set(blank, type, put.row())
              .link(blank, record.from(), from)
              .link(blank, record.to(), to)
              .link(from, type.name(), to);
        }
        case GraphChange.Remove(Element.KeyedEdge edge) -> {
          Purchase gone = purchases.remove(edge.key());
          if (gone != null) {
            statements
                .delete(gone.uid(), predicates(edge.type()))
                .unlink(gone.from(), edge.type().name(), gone.to());
          }
        }
        case GraphChange.Remove _ -> throw new IllegalArgumentException("not in the stream");
      }
    }
    Map<String, String> made = alpha.commit("", Map.of(), statements.mutation()).getUidsMap();
    newNodes.forEach((key, blank) -> nodes.put(key, resolve(made, blank)));
    newPurchases.forEach(
        (key, p) ->
            purchases.put(
                key,
                new Purchase(
                    resolve(made, p.uid()), resolve(made, p.from()), resolve(made, p.to()))));
  }

  private String uid(
      NodeType type, String key, Map<String, String> newNodes, Statements statements) {
    String known = nodes.get(key);
    if (known != null) {
      return known;
    }
    return newNodes.computeIfAbsent(
        key,
        k -> {
          String blank = "_:n" + newNodes.size();
          statements.set(blank, type.key(), key);
          return blank;
        });
  }

  private static String resolve(Map<String, String> made, String uid) {
    return uid.startsWith("_:") ? made.getOrDefault(uid.substring(2), uid) : uid;
  }
}
