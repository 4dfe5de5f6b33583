package dev.kith.bench.writer;

import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import java.util.Map;

/** The way that comes to mind first: one upsert block a record, one after the other. */
final class UpsertClient {
  private final Alpha alpha;

  UpsertClient(Alpha alpha) {
    this.alpha = alpha;
  }

  void write(GraphChange change) {
    switch (change) {
      case GraphChange.PutNode(Element.Node node, var row) -> {
        String key = node.type().key();
        var _ =
            alpha.commit(
                "query q($a: string) { a as var(func: eq(%s, $a)) }".formatted(key),
                Map.of("$a", node.key()),
                new Statements()
                    .set("uid(a)", key, node.key())
                    .set("uid(a)", "dgraph.type", KnownUidsClient.typeOf(node.type()))
                    .set("uid(a)", node.type(), row)
                    .mutation());
      }
      case GraphChange.PutPair(Element.Pair pair, var _) -> {
        EdgeType type = pair.type();
        String key = type.from().key();
        var _ =
            alpha.commit(
                "query q($a: string, $b: string) { a as var(func: eq(%s, $a)) b as var(func: eq(%s, $b)) }"
                    .formatted(key, key),
                Map.of("$a", pair.from(), "$b", pair.to()),
                new Statements()
                    .set("uid(a)", key, pair.from())
                    .set("uid(b)", key, pair.to())
                    .link("uid(a)", type.name(), "uid(b)")
                    .link("uid(b)", type.name(), "uid(a)")
                    .mutation());
      }
      case GraphChange.PutEdge put -> write(put);
      case GraphChange.Remove(Element.KeyedEdge edge) -> remove(edge);
      case GraphChange.Remove _ -> throw new IllegalArgumentException("not in the stream");
    }
  }

  private void write(GraphChange.PutEdge put) {
    EdgeType type = put.element().type();
    EdgeRecord record = type.record().orElseThrow();
    String from = type.from().key();
    String to = type.to().key();
    var _ =
        alpha.commit(
            """
            query q($a: string, $b: string, $r: string) {
              a as var(func: eq(%s, $a)) b as var(func: eq(%s, $b)) r as var(func: eq(%s, $r))
            }\
            """
                .formatted(from, to, record.key()),
            Map.of("$a", put.from(), "$b", put.to(), "$r", put.element().key()),
            new Statements()
                .set("uid(a)", from, put.from())
                .set("uid(b)", to, put.to())
                .set("uid(r)", record.key(), put.element().key())
                .set("uid(r)", "dgraph.type", KnownUidsClient.PURCHASE)
                .set("uid(r)", type, put.row())
                .link("uid(r)", record.from(), "uid(a)")
                .link("uid(r)", record.to(), "uid(b)")
                .link("uid(a)", type.name(), "uid(b)")
                .mutation());
  }

  private void remove(Element.KeyedEdge edge) {
    EdgeRecord record = edge.type().record().orElseThrow();
    var _ =
        alpha.commit(
            "query q($r: string) { r as var(func: eq(%s, $r)) { a as %s b as %s } }"
                .formatted(record.key(), record.from(), record.to()),
            Map.of("$r", edge.key()),
            new Statements()
                .delete("uid(r)", KnownUidsClient.predicates(edge.type()))
                .unlink("uid(a)", edge.type().name(), "uid(b)")
                .mutation());
  }
}
