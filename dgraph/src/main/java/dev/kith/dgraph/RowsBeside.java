package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.Row;
import dev.kith.graph.schema.NodeType;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rows that one answer takes from {@link KnownRows} instead of Dgraph, which then only tells
 * the uids of their nodes, and, once, the key of each.
 *
 * @param types of those nodes
 */
record RowsBeside(List<NodeType> types, KnownRows rows, NodeKeys.Learnt keys) {

  RowsBeside {
    types = List.copyOf(types);
  }

  /** What a shape needs that is known. */
  static RowsBeside of(EgoShape shape, KnownRows known, NodeKeys.Learnt keys) {
    Set<NodeType> types = new LinkedHashSet<>();
    if (!shape.whole()) { // else their keys are asked for anyway
      collect(shape.branches(), known, types);
    }
    return new RowsBeside(List.copyOf(types), known, keys);
  }

  /** The same, with the keys as they are known for an answer. */
  RowsBeside with(NodeKeys.Learnt learnt) {
    return new RowsBeside(types, rows, learnt);
  }

  /** The shape that is left to be asked of Dgraph. */
  EgoShape rest(EgoShape shape) {
    return types.isEmpty()
        ? shape
        : new EgoShape(shape.root(), shape.attributes(), rest(shape.branches()), false);
  }

  private List<Branch> rest(List<Branch> branches) {
    return branches.stream()
        .map(
            branch ->
                new Branch(
                    branch.hop(),
                    branch.limit(),
                    branch.ordered(),
                    branch.edgeAttributes(),
                    has(branch.hop().target()) ? Set.of() : branch.nodeAttributes(),
                    rest(branch.branches())))
        .toList();
  }

  boolean has(NodeType type) {
    return types.contains(type);
  }

  /** The row of a node that was met; null if it has none. */
  @Nullable Row row(NodeType type, long uid) {
    String key = keys.key(uid);
    return key == null ? null : rows.row(type, key);
  }

  /** Adds the blocks that ask for the keys of nodes that were met and are not known. */
  void ask(Dql dql, EgoGraphBuilder met) {
    for (int i = 0; i < types.size(); i++) {
      NodeType type = types.get(i);
      List<Long> unknown = met.uids(type).filter(uid -> keys.key(uid) == null).boxed().toList();
      if (!unknown.isEmpty()) {
        dql.add(
            "  %c%d(func: uid(%s)) { %s %s: %s }\n"
                .formatted(
                    EgoQuery.NAMED,
                    i,
                    unknown.stream().map(Uids::format).collect(Collectors.joining(", ")),
                    EgoQuery.UID,
                    EgoQuery.KEY,
                    type.key()));
      }
    }
  }

  private static void collect(List<Branch> branches, KnownRows known, Set<NodeType> types) {
    for (Branch branch : branches) {
      if (!branch.nodeAttributes().isEmpty() && known.has(branch.hop().target())) {
        types.add(branch.hop().target());
      }
      collect(branch.branches(), known, types);
    }
  }
}
