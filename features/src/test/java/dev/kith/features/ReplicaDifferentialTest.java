package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.PathFeature;
import dev.kith.features.oracle.PathOracle;
import dev.kith.features.oracle.RandomFeatures;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.Seeds;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The plan and the evaluator over the graph in memory, against loops over the rows. */
@DisplayName("After a random history, of every user, at and about every window's edge, the replica")
class ReplicaDifferentialTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);

  @Test
  @DisplayName("gives the shipped features, all or some of them, as the oracle has them")
  void shippedCatalogue() {
    FeatureCatalogue catalogue = FeatureCatalogue.load("", SCHEMA);
    Seeds.each(
        400,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          MemoryGraph graph = graph(history, random);
          Rows rows = Rows.after(history.events());
          List<String> some = new ArrayList<>();
          catalogue.features().stream().map(Feature::name).forEach(some::add);
          some.removeIf(name -> random.nextInt(4) == 0);
          for (long now : history.nows()) {
            for (String user : history.users()) {
              Optional<Map<String, Oracle.Value>> expected = new Oracle(rows, now).features(user);
              assertThat(catalogue.planAll().evaluate(graph, user, now).map(Vectors::byName))
                  .as("'%s' at %d", user, now)
                  .isEqualTo(expected);
              expected.ifPresent(values -> values.keySet().retainAll(some));
              assertThat(catalogue.plan(some).evaluate(graph, user, now).map(Vectors::byName))
                  .as("'%s' at %d, only %s", user, now, some)
                  .isEqualTo(expected);
            }
          }
        });
  }

  @Test
  @DisplayName("gives the shipped features under any limits as the oracle has them, TRUNCATED too")
  void limits() {
    Seeds.each(
        400,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          MemoryGraph graph = graph(history, random);
          Rows rows = Rows.after(history.events());
          Limits limits = Limits.random(random);
          Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
          for (long now : history.nows()) {
            Function<String, Optional<FeatureVector>> together = plan.evaluateSeveral(graph, now);
            for (String user : history.users()) {
              Optional<Map<String, Oracle.Value>> expected =
                  new Oracle(rows, now, limits).features(user);
              assertThat(plan.evaluate(graph, user, now).map(Vectors::byName))
                  .as("'%s' at %d with %s", user, now, limits)
                  .isEqualTo(expected);
              assertThat(together.apply(user).map(Vectors::byName))
                  .as("'%s' after others at %d with %s", user, now, limits)
                  .isEqualTo(expected);
            }
          }
        });
  }

  @Test
  @DisplayName(
      "gives any feature that the language can say, under any limits, as the oracle has it")
  void randomFeatures() {
    Seeds.each(
        300,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          MemoryGraph graph = graph(history, random);
          Rows rows = Rows.after(history.events());
          List<PathFeature> features = RandomFeatures.limited(random, history.nows().getFirst(), 8);
          String yaml = PathFeature.yaml(features);
          Plan plan = FeatureCatalogue.parse("random.yaml", yaml, SCHEMA).planAll();
          for (long now : history.nows()) {
            for (String user : history.users()) {
              assertThat(plan.evaluate(graph, user, now).map(Vectors::byName))
                  .as("'%s' at %d with%n%s", user, now, yaml)
                  .isEqualTo(new PathOracle(rows, user, now).features(features));
            }
          }
        });
  }

  private static MemoryGraph graph(RandomHistory history, Random random) {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    CHANGES.changes(history.events(), random).forEach(graph::apply);
    return graph;
  }
}
