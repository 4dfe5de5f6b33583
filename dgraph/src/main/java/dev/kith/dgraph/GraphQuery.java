package dev.kith.dgraph;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The blocks of a query that read everything that Dgraph holds of some elements. Fields have
 * aliases, as in {@link EgoQuery}; a number is the index of an attribute or of an edge type.
 *
 * <p>Of any node: {@code uid}, {@code k} its key, {@code t} its types, {@code a3} an attribute. Of
 * one with edges: {@code p2} its edges of a type without key, and in each {@code k} and {@code e3},
 * a facet; {@code d2} its direct edges of a type with key, and {@code r2} the records that lead
 * from it, in each {@code k} and {@code o}, the far end. Of a record: {@code f} and {@code o} its
 * ends, in each {@code e3} and {@code x}, the facets of what leads there; in {@code f} also {@code
 * d}, the direct edges to far ends of the records of the query.
 */
final class GraphQuery {
  static final String KEY = "k";
  static final String TYPES = "t";
  static final String FROM = "f";
  static final String TO = "o";
  static final String FAR_END = "x";
  static final char ATTRIBUTE = 'a';
  static final char FACET = 'e';
  static final char PAIRS = 'p';
  static final char DIRECT = 'd';
  static final char RECORDS = 'r';

  private final GraphSchema schema;

  GraphQuery(GraphSchema schema) {
    this.schema = schema;
  }

  /** A function that finds the nodes of a key's predicate, a page of them at a time. */
  static String page(String key, int size, String after) {
    return "func: has(%s), first: %d, after: %s".formatted(key, size, after);
  }

  /** The nodes of a type, without their edges. */
  void nodes(Dql dql, String block, String function, NodeType type) {
    dql.add("  %s(%s) { uid %s }\n".formatted(block, function, own(type, type.key())));
  }

  /** The nodes of a type with all edges that lead from them. */
  void nodesWithEdges(Dql dql, String block, String function, NodeType type) {
    dql.add("  %s(%s) { uid %s".formatted(block, function, own(type, type.key())));
    for (EdgeType edge : schema.edgeTypes()) {
      if (edge.from().equals(type)) {
        edge.record()
            .ifPresentOrElse(
                record -> dql.add(direct(edge, "") + records(edge, record, "")),
                () -> dql.add(pairs(edge, "")));
      }
    }
    dql.add(" }\n");
  }

  /** The edges of a type without key, from nodes to those that a filter lets through. */
  void pairs(Dql dql, String block, String function, EdgeType edge, String filter) {
    dql.add(
        "  %s(%s) { uid %s: %s%s }\n"
            .formatted(block, function, KEY, edge.from().key(), pairs(edge, filter)));
  }

  /**
   * The direct edges of a type, and what leads to the same nodes with a key.
   *
   * @param targets uids
   */
  void directEdges(Dql dql, String block, String function, EdgeType edge, List<String> targets) {
    EdgeRecord record = edge.record().orElseThrow();
    String uids = String.join(", ", targets);
    dql.add(
        "  %s(%s) { uid %s: %s%s%s }\n"
            .formatted(
                block,
                function,
                KEY,
                edge.from().key(),
                direct(edge, " @filter(uid(" + uids + "))"),
                records(edge, record, " @filter(uid_in(" + record.to() + ", [" + uids + "]))")));
  }

  /** The records of a keyed edge type, without the direct edges beside them. */
  void records(Dql dql, String block, String function, EdgeType edge) {
    dql.add("  %s(%s) { %s }\n".formatted(block, function, record(edge, "")));
  }

  /** The records of a keyed edge type that have one of some keys, and the direct edges beside. */
  void recordsWithDirect(Dql dql, String block, String function, EdgeType edge) {
    EdgeRecord record = edge.record().orElseThrow();
    String ends = block + "ends";
    dql.add("  var(%s) { %s as %s }\n".formatted(function, ends, record.to()));
    String direct = " %c: %s @filter(uid(%s)) { uid }".formatted(DIRECT, edge.name(), ends);
    dql.add("  %s(%s) { %s }\n".formatted(block, function, record(edge, direct)));
  }

  private static String record(EdgeType edge, String atSource) {
    EdgeRecord record = edge.record().orElseThrow();
    String facets = facets(edge);
    return "uid %s %s: %s%s { uid %s: %s%s } %s: %s%s { uid %s: %s }"
        .formatted(
            own(edge, record.key()),
            FROM,
            record.from(),
            facets,
            KEY,
            edge.from().key(),
            atSource,
            TO,
            record.to(),
            facets,
            KEY,
            edge.to().key());
  }

  private static String own(ElementType type, String key) {
    return "%s: %s %s: dgraph.type%s"
        .formatted(
            KEY,
            key,
            TYPES,
            type.attributes().stream()
                .map(a -> " %c%d: %s".formatted(ATTRIBUTE, a.index(), a.name()))
                .collect(Collectors.joining()));
  }

  private static String pairs(EdgeType edge, String filter) {
    return " %c%d: %s%s%s { uid %s: %s }"
        .formatted(PAIRS, edge.index(), edge.name(), facets(edge), filter, KEY, edge.to().key());
  }

  private static String facets(EdgeType edge) {
    // Dgraph takes facets in the order of their names only.
    SortedMap<String, String> facets = new TreeMap<>();
    if (edge.keyed()) {
      facets.put(DgraphSchema.FAR_END, FAR_END + ": " + DgraphSchema.FAR_END);
    }
    edge.attributes()
        .forEach(a -> facets.put(a.name(), "%c%d: %s".formatted(FACET, a.index(), a.name())));
    return facets.isEmpty() ? "" : " @facets(%s)".formatted(String.join(", ", facets.values()));
  }

  private static String direct(EdgeType edge, String filter) {
    return " %c%d: %s%s { uid %s: %s }"
        .formatted(DIRECT, edge.index(), edge.name(), filter, KEY, edge.to().key());
  }

  private static String records(EdgeType edge, EdgeRecord record, String filter) {
    return " %c%d: ~%s%s { %s: %s %s: %s { uid } }"
        .formatted(
            RECORDS, edge.index(), record.from(), filter, KEY, record.key(), TO, record.to());
  }
}
