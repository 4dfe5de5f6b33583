package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.NodeType;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The query for a shape: one block, nested as the shape is.
 *
 * <p>Every field has an alias, so that names in graph.yaml can't collide with each other or with
 * facets. Of a node: {@code k} its key, {@code t} its types, {@code a3} its attribute 3, {@code h0}
 * the shape's branch 0. Of an edge: {@code e3} its attribute 3; of one with a key the record has
 * {@code k}, the edge's key, and {@code n}, the node at its far end.
 */
final class EgoQuery {
  static final String BLOCK = "ego";
  static final String KEY = "k";
  static final String FAR_END = "n";
  static final char TYPES = 't';
  static final char ATTRIBUTE = 'a';
  static final char EDGE_ATTRIBUTE = 'e';
  static final char BRANCH = 'h';

  private EgoQuery() {}

  static Dql of(EgoShape shape, String key) {
    Dql dql = new Dql();
    String root = shape.root().key();
    dql.add("  %s(func: eq(%s, %s)) ".formatted(BLOCK, root, dql.variable(key)));
    node(dql, shape.root(), shape.attributes(), shape.branches());
    return dql.add("\n");
  }

  /** The attributes of a branch's edges that are read: those asked for, and the event time. */
  static Set<Attribute> edgeAttributes(Branch branch) {
    // Dgraph takes facets in the order of their names only.
    Set<Attribute> out = new TreeSet<>(Comparator.comparing(Attribute::name));
    out.addAll(branch.edgeAttributes());
    branch.hop().edge().eventTime().ifPresent(out::add);
    return out;
  }

  private static void node(
      Dql dql, NodeType type, Set<Attribute> attributes, List<Branch> branches) {
    dql.add("{ %s: %s %c: dgraph.type".formatted(KEY, type.key(), TYPES));
    for (Attribute attribute : attributes) {
      dql.add(" %c%d: %s".formatted(ATTRIBUTE, attribute.index(), attribute.name()));
    }
    for (int i = 0; i < branches.size(); i++) {
      dql.add(" %c%d: ".formatted(BRANCH, i));
      branch(dql, branches.get(i));
    }
    dql.add(" }");
  }

  private static void branch(Dql dql, Branch branch) {
    EdgeType type = branch.hop().edge();
    boolean forward = branch.hop().forward();
    Set<Attribute> attributes = edgeAttributes(branch);
    if (type.record().isPresent()) {
      EdgeRecord record = type.record().get();
      dql.add("~%s { %s: %s".formatted(forward ? record.from() : record.to(), KEY, record.key()));
      for (Attribute attribute : attributes) {
        dql.add(" %c%d: %s".formatted(EDGE_ATTRIBUTE, attribute.index(), attribute.name()));
      }
      dql.add(" %s: %s ".formatted(FAR_END, forward ? record.to() : record.from()));
      target(dql, branch);
      dql.add(" }");
    } else {
      dql.add((forward ? "" : "~") + type.name());
      if (!attributes.isEmpty()) {
        dql.add(
            attributes.stream()
                .map(a -> "%c%d: %s".formatted(EDGE_ATTRIBUTE, a.index(), a.name()))
                .collect(Collectors.joining(", ", " @facets(", ")")));
      }
      dql.add(" ");
      target(dql, branch);
    }
  }

  private static void target(Dql dql, Branch branch) {
    node(dql, branch.hop().target(), branch.nodeAttributes(), branch.branches());
  }
}
