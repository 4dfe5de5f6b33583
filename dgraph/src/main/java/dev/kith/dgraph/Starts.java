package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.HypotheticalEdge.Way;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * From where a query reads: from the asked nodes, and from the ends of edges that are to be added
 * to what it reads. A walk then finds there what it would find if Dgraph had these edges.
 */
final class Starts {

  private record Node(NodeType type, String key) {}

  private final EgoShape shape;
  private final List<String> asked;

  /** Of each hop of the shape, at whatever depth. */
  private final Map<Hop, IntSummaryStatistics> limits;

  /** By which hops of the shape the added edges lead to a node. */
  private final Map<Node, Set<Hop>> leadingTo = new LinkedHashMap<>();

  /** By which hops with a limit the added edges lead from a node. */
  private final Map<Node, Set<Hop>> leadingFrom = new LinkedHashMap<>();

  private final List<Start> pairs = new ArrayList<>();

  private Starts(EgoShape shape, List<String> asked) {
    this.shape = shape;
    this.asked = asked;
    this.limits =
        shape
            .allBranches()
            .collect(Collectors.groupingBy(Branch::hop, Collectors.summarizingInt(Branch::limit)));
  }

  /**
   * The starts, the asked nodes first.
   *
   * @param now where a limit cuts, the newest of the edges that exist at this time are kept
   * @param added the edges that are to be added
   */
  static List<Start> of(
      EgoShape shape, List<String> asked, long now, List<HypotheticalEdge> added) {
    Starts starts = new Starts(withRoom(shape, added, now), asked);
    for (HypotheticalEdge edge : added) {
      // What the shape nowhere follows is not looked at, so it need not be found.
      if (edge.ways().stream().anyMatch(way -> starts.limits.containsKey(way.hop()))) {
        edge.ways().forEach(way -> starts.add(way, !edge.type().keyed()));
      }
    }
    return starts.list();
  }

  private void add(Way way, boolean pair) {
    Set<Hop> to = hops(leadingTo, way.hop().target(), way.to());
    if (limits.containsKey(way.hop()) && !isOnlyAsked(way)) {
      to.add(way.hop());
    }
    Set<Hop> from = hops(leadingFrom, way.hop().source(), way.from());
    IntSummaryStatistics limit = limits.get(way.hop());
    if (limit != null && limit.getMin() < EgoShape.UNLIMITED) {
      from.add(way.hop());
      if (pair) {
        pairs.add(
            new Start.Pair(lists(way.hop().source(), Set.of(way.hop())), way.from(), way.to()));
      }
    }
  }

  /** Whether it leads to the one node that is asked about, from which no walk goes on. */
  private boolean isOnlyAsked(Way way) {
    return way.hop().target().equals(shape.root()) && asked.equals(List.of(way.to()));
  }

  private static Set<Hop> hops(Map<Node, Set<Hop>> of, NodeType type, String key) {
    return of.computeIfAbsent(new Node(type, key), node -> new LinkedHashSet<>());
  }

  private List<Start> list() {
    List<Start> out = new ArrayList<>();
    out.add(new Start.Asked(shape, asked));
    leadingTo.values().removeIf(Set::isEmpty);
    leadingFrom.entrySet().removeIf(of -> of.getValue().isEmpty() && isRead(of.getKey()));
    groups(
        leadingTo,
        (of, keys) -> out.add(new Start.Beyond(shape.beyond(of.type(), of.hops()), keys)));
    groups(leadingFrom, (of, keys) -> out.add(new Start.Lists(lists(of.type(), of.hops()), keys)));
    out.addAll(pairs);
    return out;
  }

  private boolean isRead(Node node) {
    boolean isAsked = node.type().equals(shape.root()) && asked.contains(node.key());
    return isAsked || leadingTo.containsKey(node);
  }

  private EgoShape lists(NodeType type, Set<Hop> hops) {
    List<Branch> lists = hops.stream().map(this::list).toList();
    return new EgoShape(type, Set.of(), lists, shape.whole());
  }

  /** Any list along a hop, as long as the shape reads one anywhere. */
  private Branch list(Hop hop) {
    IntSummaryStatistics limit = limits.getOrDefault(hop, new IntSummaryStatistics());
    return new Branch(hop, limit.getMax(), true, Set.of(), Set.of(), List.of());
  }

  /** Nodes of a type that have the same hops. */
  private record Group(NodeType type, Set<Hop> hops) {}

  private static void groups(Map<Node, Set<Hop>> of, BiConsumer<Group, List<String>> each) {
    Map<Group, List<String>> groups = new LinkedHashMap<>();
    of.forEach(
        (node, hops) ->
            groups
                .computeIfAbsent(new Group(node.type(), hops), group -> new ArrayList<>())
                .add(node.key()));
    groups.forEach(each);
  }

  /**
   * The shape with so much higher limits that they still keep enough where pairs give way to added
   * ones that are older.
   */
  private static EgoShape withRoom(EgoShape shape, List<HypotheticalEdge> added, long now) {
    Map<EdgeType, Integer> room = new HashMap<>();
    for (HypotheticalEdge edge : added) {
      if (!edge.type().keyed() && edge.time() < now) {
        room.merge(edge.type(), 1, Integer::sum);
      }
    }
    return room.isEmpty()
        ? shape
        : new EgoShape(
            shape.root(), shape.attributes(), withRoom(shape.branches(), room), shape.whole());
  }

  private static List<Branch> withRoom(List<Branch> branches, Map<EdgeType, Integer> room) {
    return branches.stream()
        .map(
            branch -> {
              boolean isLimited = branch.limit() != EgoShape.UNLIMITED;
              int more = isLimited ? room.getOrDefault(branch.hop().edge(), 0) : 0;
              return new Branch(
                  branch.hop(),
                  branch.limit() + more,
                  branch.ordered() || more > 0,
                  branch.edgeAttributes(),
                  branch.nodeAttributes(),
                  withRoom(branch.branches(), room));
            })
        .toList();
  }
}
