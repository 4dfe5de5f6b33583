package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Of a graph only what a shape names around one node: it has no other attributes, of a list that a
 * limit cuts no edges beyond the one after the limit, and to read any other list is an error.
 */
final class OnlyShape implements GraphView {

  private record Place(ElementType type, int node) {}

  private record ListPlace(Hop hop, int node) {}

  private final GraphView all;
  private final long now;
  private final Map<Place, Set<Attribute>> nodes = new HashMap<>();
  private final Map<ListPlace, Integer> limits = new HashMap<>();
  private final Map<ListPlace, Set<Attribute>> edges = new HashMap<>();

  OnlyShape(GraphView all, EgoShape shape, String key, long now) {
    this.all = all;
    this.now = now;
    int root = all.node(shape.root(), key);
    if (root != NO_NODE) {
      allow(shape.root(), root, shape.attributes());
      allow(shape.branches(), Set.of(root));
    }
  }

  private void allow(NodeType type, int node, Set<Attribute> attributes) {
    nodes.computeIfAbsent(new Place(type, node), place -> new HashSet<>()).addAll(attributes);
  }

  private void allow(List<Branch> branches, Set<Integer> from) {
    for (Branch branch : branches) {
      Set<Integer> reached = new LinkedHashSet<>();
      for (int node : from) {
        ListPlace place = new ListPlace(branch.hop(), node);
        limits.merge(place, branch.limit(), Math::max);
        edges.computeIfAbsent(place, p -> new HashSet<>()).addAll(branch.edgeAttributes());
        branch.hop().edge().eventTime().ifPresent(edges.getOrDefault(place, Set.of())::add);
        Adjacency list = all.edges(branch.hop(), node);
        for (int i = first(list, branch.limit()); i < end(list, branch.limit()); i++) {
          reached.add(list.neighbour(i));
          allow(branch.hop().target(), list.neighbour(i), branch.nodeAttributes());
        }
      }
      allow(branch.branches(), reached);
    }
  }

  private int first(Adjacency list, int limit) {
    return limit == EgoShape.UNLIMITED ? 0 : Math.max(0, list.firstAfter(now) - limit - 1);
  }

  private int end(Adjacency list, int limit) {
    return limit == EgoShape.UNLIMITED ? list.size() : list.firstAfter(now);
  }

  @Override
  public GraphSchema schema() {
    return all.schema();
  }

  @Override
  public int node(NodeType type, String key) {
    return all.node(type, key);
  }

  @Override
  public String key(NodeType type, int node) {
    throw new IllegalStateException("keys are not in the shape");
  }

  @Override
  public String edgeKey(EdgeType type, int edge) {
    throw new IllegalStateException("keys are not in the shape");
  }

  @Override
  public @Nullable Row row(NodeType type, int node) {
    Row row = all.row(type, node);
    Set<Attribute> allowed = nodes.get(new Place(type, node));
    if (row == null || allowed == null) {
      return null;
    }
    Row.Builder out = Row.builder(type);
    allowed.forEach(attribute -> out.setValue(attribute, row.value(attribute)));
    return out.build();
  }

  @Override
  public Adjacency edges(Hop hop, int node) {
    ListPlace place = new ListPlace(hop, node);
    assertThat(limits).as("what may be read").containsKey(place);
    int limit = limits.getOrDefault(place, 0);
    Adjacency list = all.edges(hop, node);
    Adjacency.Builder out = Adjacency.builder(hop.edge(), false);
    for (int i = first(list, limit); i < end(list, limit); i++) {
      int neighbour = list.neighbour(i);
      out.add(neighbour, neighbour, "%08d".formatted(i), row(hop, list, i, place));
    }
    return out.build();
  }

  private Row row(Hop hop, Adjacency list, int i, ListPlace place) {
    Row.Builder out = Row.builder(hop.edge());
    for (Attribute attribute : edges.getOrDefault(place, Set.of())) {
      if (list.has(i, attribute)) {
        switch (attribute.type()) {
          case STRING -> out.setValue(attribute, list.text(i, attribute));
          case INT, TIMESTAMP, BOOL, DOUBLE -> out.set(attribute, list.bits(i, attribute));
        }
      }
    }
    return out.build();
  }
}
