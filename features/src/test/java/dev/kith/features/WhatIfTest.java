package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.PathFeature;
import dev.kith.features.oracle.PathOracle;
import dev.kith.features.oracle.RandomEdges;
import dev.kith.features.oracle.RandomFeatures;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.GraphView;
import dev.kith.graph.HypotheticalView;
import dev.kith.graph.Seeds;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Edges that do not exist, over a graph after a random history. */
@DisplayName("What would be if there were more purchases and friendships")
class WhatIfTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);

  @Test
  @DisplayName("is what the oracle says of the rows with them, and leaves no trace")
  void asIfTheyWere() {
    Seeds.each(
        300,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          MemoryGraph graph = new MemoryGraph(SCHEMA);
          CHANGES.changes(history.events(), random).forEach(graph::apply);
          Rows rows = Rows.after(history.events());
          RandomEdges added = RandomEdges.beside(history, SCHEMA, random);
          Limits limits = Limits.random(random);
          Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
          GraphView view = HypotheticalView.of(graph, added.edges());
          for (long now : history.nows()) {
            Function<String, Optional<FeatureVector>> together = plan.evaluateSeveral(view, now);
            for (String user : history.users()) {
              var expected = new Oracle(added.rows(), now, limits).features(user);
              assertThat(plan.evaluate(view, user, now).map(Vectors::byName))
                  .as("'%s' at %d with %s and %s", user, now, added.edges(), limits)
                  .isEqualTo(expected);
              assertThat(together.apply(user).map(Vectors::byName))
                  .as("'%s' with others at %d with %s and %s", user, now, added.edges(), limits)
                  .isEqualTo(expected);
              assertThat(plan.evaluate(graph, user, now).map(Vectors::byName))
                  .as("'%s' at %d afterwards", user, now)
                  .isEqualTo(new Oracle(rows, now, limits).features(user));
            }
          }
        });
  }

  @Test
  @DisplayName("is that for any feature that the language can say")
  void randomFeatures() {
    Seeds.each(
        100,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          MemoryGraph graph = new MemoryGraph(SCHEMA);
          CHANGES.changes(history.events(), random).forEach(graph::apply);
          RandomEdges added = RandomEdges.beside(history, SCHEMA, random);
          List<PathFeature> features = RandomFeatures.limited(random, history.nows().getFirst(), 8);
          String yaml = PathFeature.yaml(features);
          Plan plan = FeatureCatalogue.parse("random.yaml", yaml, SCHEMA).planAll();
          GraphView view = HypotheticalView.of(graph, added.edges());
          for (long now : history.nows()) {
            for (String user : history.users()) {
              assertThat(plan.evaluate(view, user, now).map(Vectors::byName))
                  .as("'%s' at %d with %s and%n%s", user, now, added.edges(), yaml)
                  .isEqualTo(new PathOracle(added.rows(), user, now).features(features));
            }
          }
        });
  }
}
