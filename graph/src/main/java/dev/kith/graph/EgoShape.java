package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.List;
import java.util.Set;

/**
 * What an evaluation reads of the graph around one node: a tree of hops, and at each the attributes
 * it needs. The existence of the asked node and the event times of edges are always read.
 *
 * @param root the type of the asked node
 * @param attributes the asked node's attributes that are needed
 * @param branches the hops from it; no two along the same hop
 * @param whole whether the keys of the nodes are needed too, and which of them are stubs
 */
public record EgoShape(
    NodeType root, Set<Attribute> attributes, List<Branch> branches, boolean whole) {

  /** The limit of a branch that has none. */
  public static final int UNLIMITED = Integer.MAX_VALUE;

  /**
   * A hop, and what is needed at its end.
   *
   * @param limit of the edges of each node only the newest so many are needed, and to know whether
   *     there is one more
   * @param ordered whether, of edges of one event time, it must be known which are the newer: some
   *     will be cut at less than the limit
   * @param edgeAttributes attributes of the edges of this hop
   * @param nodeAttributes attributes of the nodes that it leads to
   * @param branches the hops from those nodes; no two along the same hop
   */
  public record Branch(
      Hop hop,
      int limit,
      boolean ordered,
      Set<Attribute> edgeAttributes,
      Set<Attribute> nodeAttributes,
      List<Branch> branches) {

    /** A branch whose edges nothing cuts at less than the limit. */
    public Branch(
        Hop hop,
        int limit,
        Set<Attribute> edgeAttributes,
        Set<Attribute> nodeAttributes,
        List<Branch> branches) {
      this(hop, limit, false, edgeAttributes, nodeAttributes, branches);
    }

    /** A branch along which all edges are needed. */
    public Branch(
        Hop hop,
        Set<Attribute> edgeAttributes,
        Set<Attribute> nodeAttributes,
        List<Branch> branches) {
      this(hop, UNLIMITED, edgeAttributes, nodeAttributes, branches);
    }

    public Branch {
      edgeAttributes = Set.copyOf(edgeAttributes);
      nodeAttributes = Set.copyOf(nodeAttributes);
      branches = List.copyOf(branches);
    }
  }

  /** A shape for which it is enough to tell nodes apart. */
  public EgoShape(NodeType root, Set<Attribute> attributes, List<Branch> branches) {
    this(root, attributes, branches, false);
  }

  /** The same hops, and of all nodes and edges along them whatever is known. */
  public EgoShape inFull() {
    return new EgoShape(root, Set.copyOf(root.attributes()), inFull(branches), true);
  }

  private static List<Branch> inFull(List<Branch> branches) {
    return branches.stream()
        .map(
            branch ->
                new Branch(
                    branch.hop(),
                    branch.limit(),
                    Set.copyOf(branch.hop().edge().attributes()),
                    Set.copyOf(branch.hop().target().attributes()),
                    inFull(branch.branches())))
        .toList();
  }

  public EgoShape {
    attributes = Set.copyOf(attributes);
    branches = List.copyOf(branches);
  }
}
