package dev.kith.bench.peer;

import dev.kith.bench.Options;
import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.report.Report;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
import dev.kith.features.Plan;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;

/**
 * The features that are of the graph of friends alone, without limits, beside graph libraries: on
 * one thread, without a network.
 */
record Libraries(PowerLawShop shop, boolean python, Report report, Options options) {
  private static final int ASKED = 2_000;
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static final String FEATURES =
      """
      entity: user
      features:
        - {name: friends, description: Friends., path: friends, aggregate: count}
        - {name: second, description: At distance 2., operator: second_degree, over: friends}
        - {name: triangles, description: Friends of each other., operator: triangles, over: friends}
        - {name: squares, description: Cycles of four., operator: squares, over: friends}
      """;

  void measure() throws Exception {
    GraphSchema schema = GraphYaml.load("");
    MemoryGraph graph = new MemoryGraph(schema);
    shop.generate(NOW, new ChangeSink(schema, graph::apply));
    Plan plan = FeatureCatalogue.parse("the graph's features", FEATURES, schema).planAll();
    long now = ChronoUnit.MICROS.between(Instant.EPOCH, NOW);
    int[] users =
        new SplittableRandom(options.seed())
            .ints(options.sized(ASKED, 50), 0, shop.users())
            .toArray();
    Graph<Integer, DefaultEdge> library = JGraphTGraph.of(shop, NOW);
    JGraphTFeatures theirs = new JGraphTFeatures(library);
    IntFunction<List<Long>> kith = user -> values(plan, graph, user, now);
    check("JGraphT", users, kith, theirs::of);
    report.columns("counts of friends, second degree, triangles, squares", "users/s", "÷ Kith");
    double ours = time(users, kith);
    row("Kith, one thread", ours, ours);
    row("JGraphT, one thread", time(users, theirs::of), ours);
    if (python) {
      options.say("networkx");
      Networkx networkx = Networkx.run(shop, NOW, users);
      check("networkx", users, kith, networkx::of);
      row("networkx, one thread", networkx.perSecond(), ours);
    }
    report.paragraph(
        String.format(
            Locale.ROOT,
            "In one process each, without a network and without limits, about %,d users at random;"
                + " before, all gave the same values. JGraphT: neighbours by"
                + " `Graphs.neighborSetOf`; networkx: by its adjacency of dicts.",
            users.length));
  }

  private static List<Long> values(Plan plan, MemoryGraph graph, int user, long now) {
    FeatureVector vector = plan.evaluate(graph, PowerLawShop.user(user), now).orElseThrow();
    List<Long> out = new ArrayList<>();
    for (int i = 0; i < vector.features().size(); i++) {
      out.add(((Number) Objects.requireNonNull(vector.value(i))).longValue());
    }
    return out;
  }

  private static void check(
      String who, int[] users, IntFunction<List<Long>> kith, IntFunction<List<Long>> theirs) {
    for (int user : users) {
      if (!kith.apply(user).equals(theirs.apply(user))) {
        throw new IllegalStateException(
            "of user %d Kith says %s, %s %s"
                .formatted(user, kith.apply(user), who, theirs.apply(user)));
      }
    }
  }

  /** Users a second, after all were asked about once. */
  private static double time(int[] users, IntFunction<List<Long>> features) {
    long start = System.nanoTime();
    for (int user : users) {
      var _ = features.apply(user);
    }
    return users.length * 1e9 / (System.nanoTime() - start);
  }

  private void row(String who, double perSecond, double ours) {
    report.row(
        who,
        String.format(Locale.ROOT, "%,.0f", perSecond),
        String.format(Locale.ROOT, "%.4f", perSecond / ours));
  }
}
