package dev.kith.dgraph;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The queries for a shape, nested as the shape is: one from the asked node, and, where a limit cut
 * lists of edges and their order matters, one more from the nodes of those lists.
 *
 * <p>Every field has an alias, so that names in graph.yaml can't collide with each other or with
 * facets. Of a node: {@code uid}, {@code k} its key, {@code t} its types, {@code a3} its attribute
 * 3, {@code h0} the shape's branch 0, {@code m0} more of that. Of an edge: {@code e3} its attribute
 * 3; of one with a key the record has {@code uid}, {@code k}, the edge's key, and {@code n}, the
 * node at its far end.
 */
final class EgoQuery {
  static final String BLOCK = "ego";
  static final char REREAD = 'b';
  static final String UID = "uid";
  static final String KEY = "k";
  static final String FAR_END = "n";
  static final char TYPES = 't';
  static final char ATTRIBUTE = 'a';
  static final char EDGE_ATTRIBUTE = 'e';
  static final char BRANCH = 'h';
  static final char MORE = 'm';

  private final EgoShape shape;
  private final Contested contested;
  private final String now;

  /** Sorts and names whatever may have to be put in order; else that is left for later. */
  private final boolean last;

  private final Dql dql = new Dql();

  private EgoQuery(EgoShape shape, Contested contested, long now, boolean last) {
    this.shape = shape;
    this.contested = contested;
    this.now = '"' + Timestamps.format(now) + '"';
    this.last = last;
  }

  /** The query from the asked nodes. */
  static Dql around(EgoShape shape, List<String> keys, long now) {
    EgoQuery query = new EgoQuery(shape, Contested.in(shape, keys.size() > 1), now, false);
    Dql dql = query.dql;
    String root = shape.root().key();
    String asked = keys.size() == 1 ? dql.variable(keys.getFirst()) : dql.variables(keys);
    dql.add("  %s(func: eq(%s, %s)) {".formatted(BLOCK, root, asked));
    query.node(shape.root(), true, true, shape.attributes(), shape.branches());
    return dql.add("\n");
  }

  /** The query for lists that have to be read again. */
  static Dql again(EgoShape shape, List<Unordered> lists, long now) {
    EgoQuery query = new EgoQuery(shape, Contested.in(shape, true), now, true);
    for (int i = 0; i < lists.size(); i++) {
      Unordered list = lists.get(i);
      query.dql.add("  %c%d(func: uid(%s)) { %s".formatted(REREAD, i, list.uid(), UID));
      query.branch(0, list.branch(), true);
      if (list.tie().isPresent()) {
        query.dql.add(" %c0: ".formatted(MORE));
        query.tied(list.branch(), list.tie().getAsLong());
      }
      query.dql.add(" }\n");
    }
    return query.dql;
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
    dql.add(" %c%d: ".formatted(BRANCH, number));
    if (type.record().isEmpty()) {
      dql.add((branch.hop().forward() ? "" : "~") + type.name());
      pairsOf(branch, again);
      return;
    }
    boolean limited = branch.limit() != EgoShape.UNLIMITED;
    String first = "first: " + (branch.limit() + 1);
    EdgeRecord record = type.record().get();
    if (!limited || !last) {
      recordsOf(branch, record, limited ? " (%s)".formatted(first) : "");
    } else if (type.eventTime().isEmpty()) {
      recordsOf(branch, record, " (orderdesc: %s, %s)".formatted(record.key(), first));
    } else {
      // Those with a time and those without apart: Dgraph (25.4) refuses to sort by two predicates
      // where the page ends between a value and none.
      String time = type.eventTime().get().name();
      recordsOf(
          branch,
          record,
          " (orderdesc: %s, orderdesc: %s, %s) @filter(has(%s) AND NOT gt(%s, %s))"
              .formatted(time, record.key(), first, time, time, now));
      dql.add(" %c%d: ".formatted(MORE, number));
      recordsOf(
          branch,
          record,
          " (orderdesc: %s, %s) @filter(NOT has(%s))".formatted(record.key(), first, time));
    }
  }

  /**
   * @param selection which of them, and in what order
   */
  private void recordsOf(Branch branch, EdgeRecord record, String selection) {
    boolean forward = branch.hop().forward();
    dql.add("~%s%s { %s".formatted(forward ? record.from() : record.to(), selection, UID));
    if (isKeyed(branch)) {
      dql.add(" %s: %s".formatted(KEY, record.key()));
    }
    for (Attribute attribute : edgeAttributes(branch)) {
      dql.add(" %c%d: %s".formatted(EDGE_ATTRIBUTE, attribute.index(), attribute.name()));
    }
    dql.add(" %s: %s {".formatted(FAR_END, forward ? record.to() : record.from()));
    node(
        branch.hop().target(),
        shape.whole(),
        shape.whole(),
        branch.nodeAttributes(),
        branch.branches());
    dql.add(" }");
  }

  private void pairsOf(Branch branch, boolean again) {
    EdgeType type = branch.hop().edge();
    List<String> arguments = new ArrayList<>();
    boolean timed = type.eventTime().isPresent();
    // Sorted by time alone, so below what is read again all are read, as there is no third time.
    boolean limited = branch.limit() != EgoShape.UNLIMITED && !(last && timed && !again);
    if (limited && last && !timed) {
      arguments.add("orderdesc: " + branch.hop().target().key());
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

  /** Of the pairs that have one event time those whose far ends have the greatest keys. */
  private void tied(Branch branch, long time) {
    EdgeType type = branch.hop().edge();
    dql.add((branch.hop().forward() ? "" : "~") + type.name());
    addArguments(
        List.of("orderdesc: " + branch.hop().target().key(), "first: " + (branch.limit() + 1)));
    String name = type.eventTime().orElseThrow().name();
    dql.add(
        time == Adjacency.NO_TIME
            ? " @facets(NOT ge(%s, \"%s\"))".formatted(name, Timestamps.LEAST)
            : " @facets(eq(%s, \"%s\"))".formatted(name, Timestamps.format(time)));
    addFacets(branch, false);
    end(branch);
  }

  private void end(Branch branch) {
    dql.add(" {");
    node(
        branch.hop().target(),
        isKeyed(branch),
        shape.whole(),
        branch.nodeAttributes(),
        branch.branches());
  }

  /** Whether the keys of its edges are needed: to put those of the same time in order. */
  private boolean isKeyed(Branch branch) {
    return shape.whole() || last || branch.ordered() || contested.contains(branch);
  }

  private void addFacets(Branch branch, boolean newestFirst) {
    Set<Attribute> attributes = edgeAttributes(branch);
    if (!attributes.isEmpty()) {
      dql.add(
          attributes.stream()
              .map(
                  a ->
                      (newestFirst && branch.hop().edge().eventTime().filter(a::equals).isPresent()
                              ? "orderdesc: %s, ".formatted(a.name())
                              : "")
                          + "%c%d: %s".formatted(EDGE_ATTRIBUTE, a.index(), a.name()))
              .collect(Collectors.joining(", ", " @facets(", ")")));
    }
  }

  private void addArguments(List<String> arguments) {
    if (!arguments.isEmpty()) {
      dql.add(arguments.stream().collect(Collectors.joining(", ", " (", ")")));
    }
  }

  /** The attributes of a branch's edges that are read: those asked for, and the event time. */
  private static Set<Attribute> edgeAttributes(Branch branch) {
    // Dgraph takes facets in the order of their names only.
    Set<Attribute> out = new TreeSet<>(Comparator.comparing(Attribute::name));
    out.addAll(branch.edgeAttributes());
    branch.hop().edge().eventTime().ifPresent(out::add);
    return out;
  }
}
