package dev.kith.features.evaluation;

import dev.kith.features.evidence.AttributeValues;
import dev.kith.features.evidence.Evidence;
import dev.kith.features.evidence.Explanation;
import dev.kith.features.evidence.Finding;
import dev.kith.features.evidence.Finding.Element;
import dev.kith.features.path.Trail;
import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/** Puts together the trails that begin alike. Keeps the first so many, and counts all. */
final class EvidenceTree implements Evidence {

  private record Edge(Hop hop, Adjacency edges, int i) {
    /** In a list they are ordered by time, then key. */
    static final Comparator<Edge> NEWEST_FIRST =
        Comparator.comparingLong(Edge::time).thenComparingInt(Edge::i).reversed();

    long time() {
      return edges.time(i);
    }
  }

  private static final class Twig {
    private final Map<Edge, Twig> twigs = new HashMap<>();
    private boolean counts;
    private Optional<Object> part = Optional.empty();
  }

  private final Reader reader;
  private final int most;
  private final Twig root = new Twig();
  private long pieces;

  /**
   * @param most how many pieces are kept
   */
  EvidenceTree(Reader reader, int most) {
    this.reader = reader;
    this.most = most;
  }

  @Override
  public void add(Trail trail) {
    add(Optional.of(trail), Optional.empty());
  }

  @Override
  public void add(Trail trail, Object part) {
    add(Optional.of(trail), Optional.of(part));
  }

  /** The value is made of the asked node itself. */
  void addAsked(Object part) {
    add(Optional.empty(), Optional.of(part));
  }

  private void add(Optional<Trail> trail, Optional<Object> part) {
    if (pieces++ < most) {
      Twig twig = twig(trail);
      twig.counts = true;
      twig.part = part;
    }
  }

  private Twig twig(Optional<Trail> trail) {
    return trail
        .map(
            t ->
                twig(t.before())
                    .twigs
                    .computeIfAbsent(new Edge(t.hop(), t.edges(), t.i()), e -> new Twig()))
        .orElse(root);
  }

  /** The tree under the asked node. */
  Explanation explanation(NodeType type, int node, Row row) {
    return new Explanation(finding(root, node(type, node, row), Optional.empty()), pieces);
  }

  private Finding finding(Twig twig, Element node, Optional<Element> edge) {
    List<Finding> below =
        twig.twigs.entrySet().stream()
            .sorted(Map.Entry.comparingByKey(Edge.NEWEST_FIRST))
            .map(next -> below(next.getKey(), next.getValue()))
            .toList();
    return new Finding(node, edge, twig.counts, twig.part, below);
  }

  private Finding below(Edge edge, Twig twig) {
    NodeType type = edge.hop().target();
    int node = edge.edges().neighbour(edge.i());
    return finding(twig, node(type, node, reader.row(type, node)), Optional.of(edge(edge)));
  }

  private Element node(NodeType type, int node, Row row) {
    SequencedMap<String, Object> attributes = new LinkedHashMap<>();
    for (Attribute attribute : type.attributes()) {
      if (row.has(attribute)) {
        attributes.put(
            attribute.name(),
            AttributeValues.value(attribute, row.bits(attribute), row.text(attribute)));
      }
    }
    return new Element(type, reader.key(type, node), Optional.empty(), attributes);
  }

  private Element edge(Edge edge) {
    EdgeType type = edge.hop().edge();
    Adjacency edges = edge.edges();
    int i = edge.i();
    SequencedMap<String, Object> attributes = new LinkedHashMap<>();
    for (Attribute attribute : type.attributes()) {
      if (edges.has(i, attribute) && type.eventTime().filter(attribute::equals).isEmpty()) {
        attributes.put(
            attribute.name(),
            AttributeValues.value(attribute, edges.bits(i, attribute), edges.text(i, attribute)));
      }
    }
    long time = edges.time(i);
    return new Element(
        type,
        type.keyed() ? reader.edgeKey(type, edges.edge(i)) : "",
        time == Adjacency.NO_TIME ? Optional.empty() : Optional.of(AttributeValues.time(time)),
        attributes);
  }
}
