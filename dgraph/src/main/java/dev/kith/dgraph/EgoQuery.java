package dev.kith.dgraph;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The queries for shapes, nested as the shapes are: one from where it {@link Start starts}, and,
 * where a limit cut lists of edges and their order matters, one more from the nodes of those lists.
 *
 * <p>Every start is a block, {@code r0} and so on. Every field has an alias, so that names in
 * graph.yaml can't collide with each other or with facets. Of a node: {@code uid}, {@code k} its
 * key, {@code t} its types, {@code a3} its attribute 3, {@code h0} the shape's branch 0, {@code m0}
 * more of that. Of an edge: {@code e3} its attribute 3; of one with a key the record has {@code
 * uid}, {@code k}, the edge's key, {@code f}, the uid of the far end as a number, and {@code n},
 * the node there, where more of it is needed.
 */
final class EgoQuery {
  static final char START = 'r';
  static final char REREAD = 'b';
  static final char NAMED = 'w';
  static final String UID = "uid";
  static final String KEY = "k";
  static final String FAR_END = "f";
  static final String FAR_NODE = "n";
  static final char TYPES = 't';
  static final char ATTRIBUTE = 'a';
  static final char EDGE_ATTRIBUTE = 'e';
  static final char BRANCH = 'h';
  static final char MORE = 'm';

  private final boolean whole;
  private final Contested contested;
  private final RowsBeside rows;
  private final String now;

  /** Sorts and names whatever may have to be put in order; else that is left for later. */
  private final boolean last;

  private final Dql dql = new Dql();

  private EgoQuery(List<Start> starts, RowsBeside rows, long now, boolean last) {
    this.whole = starts.getFirst().shape().whole();
    this.contested = Contested.in(starts);
    this.rows = rows;
    this.now = '"' + Timestamps.format(now) + '"';
    this.last = last;
  }

  /** The query from the starts. */
  static Dql from(List<Start> starts, RowsBeside rows, long now) {
    EgoQuery query = new EgoQuery(starts, rows, now, false);
    for (int i = 0; i < starts.size(); i++) {
      query.start(i, starts.get(i));
    }
    return query.dql;
  }

  /**
   * The query for lists that have to be read again; without any an empty one. There is no third, so
   * it tells the keys of all nodes whose rows are known.
   */
  static Dql again(List<Start> starts, RowsBeside rows, List<Unordered> lists, long now) {
    EgoQuery query = new EgoQuery(starts, rows, now, true);
    for (int i = 0; i < lists.size(); i++) {
      Unordered list = lists.get(i);
      query.dql.add(
          "  %c%d(func: uid(%s)) { %s".formatted(REREAD, i, Uids.format(list.uid()), UID));
      query.branch(0, list.branch(), true);
      if (list.tie().isPresent()) {
        query.dql.add(" %c0: ".formatted(MORE));
        query.tied(list.branch(), list.tie().getAsLong());
      }
      query.dql.add(" }\n");
    }
    return query.dql;
  }

  private void start(int number, Start start) {
    EgoShape shape = start.shape();
    NodeType type = shape.root();
    List<String> keys = start.keys();
    String nodes = keys.size() == 1 ? dql.variable(keys.getFirst()) : dql.variables(keys);
    dql.add("  %c%d(func: eq(%s, %s)) {".formatted(START, number, type.key(), nodes));
    switch (start) {
      case Start.Asked _ -> node(type, true, true, shape.attributes(), shape.branches());
      case Start.Beyond _, Start.Lists _ ->
          node(type, true, whole, shape.attributes(), shape.branches());
      case Start.Pair pair -> onlyTo(pair.other(), shape.branches().getFirst());
    }
    dql.add("\n");
  }

  /** Of the pairs of a node only the one with another, to the closing bracket. */
  private void onlyTo(String other, Branch branch) {
    String key = branch.hop().target().key();
    dql.add(" %s %c0: ".formatted(UID, BRANCH));
    dql.add((branch.hop().forward() ? "" : "~") + branch.hop().edge().name());
    dql.add(" @filter(eq(%s, %s))".formatted(key, dql.variable(other)));
    addFacets(branch, false);
    dql.add(" { %s %s: %s } }".formatted(UID, KEY, key));
  }

  /** What is read of a node, to the closing bracket. */
  private void node(
      NodeType type,
      boolean keyed,
      boolean typed,
      Set<Attribute> attributes,
      List<Branch> branches) {
    dql.add(" " + UID);
    if (keyed) {
      dql.add(" %s: %s".formatted(KEY, type.key()));
    }
    if (typed) {
      dql.add(" %c: dgraph.type".formatted(TYPES));
    }
    for (Attribute attribute : attributes) {
      dql.add(" %c%d: %s".formatted(ATTRIBUTE, attribute.index(), attribute.name()));
    }
    for (int i = 0; i < branches.size(); i++) {
      branch(i, branches.get(i), false);
    }
    dql.add(" }");
  }

  /**
   * @param again whether it is the list that is read again, not one below it
   */
  private void branch(int number, Branch branch, boolean again) {
    EdgeType type = branch.hop().edge();
    dql.add(" %c%d: %s".formatted(BRANCH, number, predicate(branch.hop())));
    List<String> arguments = new ArrayList<>();
    boolean timed = type.eventTime().isPresent();
    // Sorted by time alone, so below what is read again all are read, as there is no third time.
    boolean limited = branch.limit() != EgoShape.UNLIMITED && !(last && timed && !again);
    if (limited && last && !timed) {
      arguments.add("orderdesc: " + key(branch.hop()));
    }
    if (limited) {
      arguments.add("first: " + (branch.limit() + 1));
    }
    addArguments(arguments);
    if (limited && timed) {
      dql.add(" @facets(NOT gt(%s, %s))".formatted(type.eventTime().get().name(), now));
    }
    addFacets(branch, limited);
    end(branch);
  }

  /** Of the edges that have one event time those with the greatest keys. */
  private void tied(Branch branch, long time) {
    EdgeType type = branch.hop().edge();
    dql.add(predicate(branch.hop()));
    addArguments(List.of("orderdesc: " + key(branch.hop()), "first: " + (branch.limit() + 1)));
    String name = type.eventTime().orElseThrow().name();
    dql.add(
        time == Adjacency.NO_TIME
            ? " @facets(NOT ge(%s, \"%s\"))".formatted(name, Timestamps.LEAST)
            : " @facets(eq(%s, \"%s\"))".formatted(name, Timestamps.format(time)));
    addFacets(branch, false);
    end(branch);
  }

  /** What leads along a hop: to the far ends, or to the records between. */
  private static String predicate(Hop hop) {
    return hop.edge()
        .record()
        .map(record -> "~" + (hop.forward() ? record.from() : record.to()))
        .orElse((hop.forward() ? "" : "~") + hop.edge().name());
  }

  /** The predicate by which edges of one time are in order. */
  private static String key(Hop hop) {
    return hop.edge().record().map(EdgeRecord::key).orElse(hop.target().key());
  }

  private void end(Branch branch) {
    dql.add(" {");
    Optional<EdgeRecord> record = branch.hop().edge().record();
    if (record.isEmpty()) {
      farNode(branch, isKeyed(branch));
      return;
    }
    dql.add(" " + UID);
    if (isKeyed(branch)) {
      dql.add(" %s: %s".formatted(KEY, record.get().key()));
    }
    boolean named = whole || (last && rows.has(branch.hop().target()));
    if (named || !branch.nodeAttributes().isEmpty() || !branch.branches().isEmpty()) {
      dql.add(
          " %s: %s {"
              .formatted(
                  FAR_NODE, branch.hop().forward() ? record.get().to() : record.get().from()));
      farNode(branch, named);
    }
    dql.add(" }");
  }

  private void farNode(Branch branch, boolean keyed) {
    node(branch.hop().target(), keyed, whole, branch.nodeAttributes(), branch.branches());
  }

  /** Whether the keys of its edges are needed: to put those of the same time in order. */
  private boolean isKeyed(Branch branch) {
    return whole || last || branch.ordered() || contested.contains(branch);
  }

  private void addFacets(Branch branch, boolean newestFirst) {
    EdgeType type = branch.hop().edge();
    // Dgraph takes facets in the order of their names only.
    SortedMap<String, String> facets = new TreeMap<>();
    if (type.keyed()) {
      facets.put(DgraphSchema.FAR_END, FAR_END + ": " + DgraphSchema.FAR_END);
    }
    for (Attribute attribute : branch.edgeAttributes()) {
      facets.put(attribute.name(), facet(attribute));
    }
    type.eventTime()
        .ifPresent(
            time ->
                facets.put(
                    time.name(),
                    newestFirst
                        ? "orderdesc: %s, %s".formatted(time.name(), facet(time))
                        : facet(time)));
    if (!facets.isEmpty()) {
      dql.add(" @facets(%s)".formatted(String.join(", ", facets.values())));
    }
  }

  private static String facet(Attribute attribute) {
    return "%c%d: %s".formatted(EDGE_ATTRIBUTE, attribute.index(), attribute.name());
  }

  private void addArguments(List<String> arguments) {
    if (!arguments.isEmpty()) {
      dql.add(arguments.stream().collect(Collectors.joining(", ", " (", ")")));
    }
  }
}
