package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

    /** One branch that has whatever any of some along the same hop has. */
    private static Branch union(List<Branch> of) {
      return new Branch(
          of.getFirst().hop(),
          of.stream().mapToInt(Branch::limit).max().orElseThrow(),
          of.stream().anyMatch(Branch::ordered)
              || of.stream().mapToInt(Branch::limit).distinct().count() > 1,
          union(of, Branch::edgeAttributes),
          union(of, Branch::nodeAttributes),
          beyond(of));
    }

    private static Set<Attribute> union(List<Branch> of, Function<Branch, Set<Attribute>> part) {
      return of.stream().map(part).flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** The branches from the ends of some. */
    private static List<Branch> beyond(List<Branch> of) {
      Map<Hop, List<Branch>> byHop =
          of.stream()
              .flatMap(branch -> branch.branches().stream())
              .collect(Collectors.groupingBy(Branch::hop, LinkedHashMap::new, Collectors.toList()));
      return byHop.values().stream().map(Branch::union).toList();
    }

    private Stream<Branch> withAllBelow() {
      return Stream.concat(Stream.of(this), branches.stream().flatMap(Branch::withAllBelow));
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
                    branch.ordered(),
                    Set.copyOf(branch.hop().edge().attributes()),
                    Set.copyOf(branch.hop().target().attributes()),
                    inFull(branch.branches())))
        .toList();
  }

  public EgoShape {
    attributes = Set.copyOf(attributes);
    branches = List.copyOf(branches);
  }

  /** The branches of all depths. */
  public Stream<Branch> allBranches() {
    return branches.stream().flatMap(Branch::withAllBelow);
  }

  /**
   * What is read of the graph around a node that some of the hops lead to, wherever in this shape
   * that is: at each place no less than there.
   *
   * @param type of the node
   */
  public EgoShape beyond(NodeType type, Collection<Hop> hops) {
    List<Branch> ends = allBranches().filter(branch -> hops.contains(branch.hop())).toList();
    return new EgoShape(
        type, Branch.union(ends, Branch::nodeAttributes), Branch.beyond(ends), whole);
  }
}
