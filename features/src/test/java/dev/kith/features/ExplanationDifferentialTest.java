package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.evidence.Explanation;
import dev.kith.features.oracle.EvidenceOracle;
import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.PathFeature;
import dev.kith.features.oracle.PathOracle;
import dev.kith.features.oracle.Pieces;
import dev.kith.features.oracle.RandomFeatures;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.ShippedEvidence;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.Seeds;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Explanations over the graph in memory, against the rows. */
@DisplayName(
    "After a random history, of every user, at and about every window's edge, explanations")
class ExplanationDifferentialTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);
  private static final int ALL = Integer.MAX_VALUE;

  @Test
  @DisplayName("of the shipped features, under any limits, show what is there and makes the value")
  void shippedCatalogue() {
    Seeds.each(
        300,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          MemoryGraph graph = graph(history, random);
          Rows rows = Rows.after(history.events());
          Limits limits = random.nextBoolean() ? Limits.NONE : Limits.random(random);
          Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
          for (long now : history.nows()) {
            for (String user : history.users()) {
              Optional<Map<String, Oracle.Value>> expected =
                  new Oracle(rows, now, limits).features(user);
              Optional<ExplainedVector> why = plan.explain(graph, user, now, ALL);
              assertThat(why.map(ExplainedVector::vector).map(Vectors::byName))
                  .as("'%s' at %d with %s", user, now, limits)
                  .isEqualTo(expected);
              if (why.isPresent()) {
                ShippedEvidence evidence = new ShippedEvidence(rows, user, now, limits);
                EvidenceOracle oracle = new EvidenceOracle(rows, now);
                for (int i = 0; i < plan.features().size(); i++) {
                  Explanation explanation = why.get().explanations().get(i);
                  String feature = plan.features().get(i).name();
                  oracle.check(explanation);
                  evidence.check(feature, value(expected, feature), explanation);
                }
                checkBound(plan, why.get(), plan.explain(graph, user, now, 2).orElseThrow());
              }
            }
          }
        });
  }

  @Test
  @DisplayName("of any feature that the language can say show what is there and makes the value")
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
              PathOracle oracle = new PathOracle(rows, user, now);
              Optional<Map<String, Oracle.Value>> expected = oracle.features(features);
              Optional<ExplainedVector> why = plan.explain(graph, user, now, ALL);
              assertThat(why.map(ExplainedVector::vector).map(Vectors::byName))
                  .as("'%s' at %d with%n%s", user, now, yaml)
                  .isEqualTo(expected);
              for (int i = 0; i < features.size() && why.isPresent(); i++) {
                Explanation explanation = why.get().explanations().get(i);
                new EvidenceOracle(rows, now).check(explanation);
                int pieces = Pieces.of(explanation).size();
                assertThat(oracle.made(features.get(i), pieces, Pieces.parts(explanation)))
                    .as("'%s' at %d with%n%s", user, now, features.get(i))
                    .isEqualTo(value(expected, features.get(i).name()).value());
              }
            }
          }
        });
  }

  /** Of more pieces than are wanted the first are shown, and all are counted. */
  private static void checkBound(Plan plan, ExplainedVector all, ExplainedVector two) {
    for (int i = 0; i < plan.features().size(); i++) {
      Explanation full = all.explanations().get(i);
      Explanation bounded = two.explanations().get(i);
      assertThat(bounded.pieces()).isEqualTo(full.pieces());
      assertThat(Pieces.of(bounded)).hasSize(Math.toIntExact(Math.min(2, full.pieces())));
      assertThat(Pieces.edges(full)).containsAll(Pieces.edges(bounded));
    }
  }

  private static Oracle.Value value(Optional<Map<String, Oracle.Value>> of, String feature) {
    return Objects.requireNonNull(of.orElseThrow().get(feature));
  }

  private static MemoryGraph graph(RandomHistory history, Random random) {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    CHANGES.changes(history.events(), random).forEach(graph::apply);
    return graph;
  }
}
