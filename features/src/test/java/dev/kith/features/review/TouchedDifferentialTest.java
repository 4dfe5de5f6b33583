package dev.kith.features.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.Plan;
import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.PathFeature;
import dev.kith.features.oracle.RandomFeatures;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.graph.Adjacency;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("On random graphs, what the evaluation of any feature touches")
class TouchedDifferentialTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);
  private static final List<String> HOPS =
      List.of(
          "friends", "purchased", "friends.friends", "friends.purchased", "purchased.~purchased");

  @Test
  @DisplayName("is never more than its bound")
  void bound() {
    Seeds.each(
        150,
        seed -> {
          Random random = new Random(seed);
          Map<String, Integer> limits = new HashMap<>();
          HOPS.forEach(hop -> limits.put(hop, 1 + random.nextInt(3)));
          check(seed, new Limits(limits).shippedCatalogue(SCHEMA), true);
          check(seed, randomFeatures(seed, true), false);
        });
  }

  @Test
  @DisplayName("is without limits what is read of the graph")
  void read() {
    Seeds.each(
        150,
        seed -> {
          check(seed, Limits.NONE.shippedCatalogue(SCHEMA), false);
          check(seed, randomFeatures(seed, false), false);
        });
  }

  private static FeatureCatalogue randomFeatures(long seed, boolean limited) {
    Random random = new Random(seed);
    long now = RandomHistory.of(seed).nows().getFirst();
    List<PathFeature> features =
        limited ? RandomFeatures.limited(random, now, 8) : RandomFeatures.of(random, now, 8);
    return FeatureCatalogue.parse("random.yaml", PathFeature.yaml(features), SCHEMA);
  }

  private static void check(long seed, FeatureCatalogue catalogue, boolean isBounded) {
    RandomHistory history = RandomHistory.of(seed);
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    CHANGES.changes(history.events(), new Random(seed)).forEach(graph::apply);
    for (Feature feature : catalogue.features()) {
      Plan plan = catalogue.plan(List.of(feature.name()));
      ReadPaths reads = ReadPaths.of(plan.shape());
      OptionalLong bound = reads.bound();
      assertThat(bound.isPresent() || !isBounded).as(feature.name()).isTrue();
      boolean unlimited = reads.unlimited().size() == reads.beginnings().count(); // nothing is cut
      for (long now : history.nows()) {
        for (String user : history.users()) {
          Touched touched = new Touched(Long.MAX_VALUE, () -> false);
          Counting view = new Counting(graph, now, new HashMap<>());
          if (plan.evaluate(view, user, now, touched).isPresent()) {
            assertThat(touched.elements())
                .as("%s of '%s' at %d", feature.name(), user, now)
                .isLessThanOrEqualTo(bound.orElse(Long.MAX_VALUE));
            if (unlimited) {
              assertThat(touched.elements())
                  .as("%s of '%s' at %d", feature.name(), user, now)
                  .isEqualTo(view.elements());
            }
          }
        }
      }
    }
  }

  /** Counts what is read: rows, and edges that exist, of each list once. */
  private record Counting(GraphView view, long now, Map<String, Integer> sizes)
      implements GraphView {

    long elements() {
      return sizes.values().stream().mapToLong(Integer::longValue).sum();
    }

    @Override
    public GraphSchema schema() {
      return view.schema();
    }

    @Override
    public int node(NodeType type, String key) {
      return view.node(type, key);
    }

    @Override
    public String key(NodeType type, int node) {
      return view.key(type, node);
    }

    @Override
    public String edgeKey(EdgeType type, int edge) {
      return view.edgeKey(type, edge);
    }

    @Override
    public @Nullable Row row(NodeType type, int node) {
      sizes.put(type + " " + node, 1);
      return view.row(type, node);
    }

    @Override
    public Adjacency edges(Hop hop, int node) {
      Adjacency edges = view.edges(hop, node);
      int exist = 0;
      for (int i = 0; i < edges.size(); i++) {
        exist += edges.time(i) <= now ? 1 : 0;
      }
      sizes.put("edges " + hop + " " + hop.source() + " " + node, exist);
      return edges;
    }
  }
}
