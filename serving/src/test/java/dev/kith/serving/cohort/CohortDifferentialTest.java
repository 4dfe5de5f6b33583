package dev.kith.serving.cohort;

import static dev.kith.serving.cohort.CohortRig.CHANGES;
import static dev.kith.serving.cohort.CohortRig.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.dgraph.KeyPages;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector.Status;
import dev.kith.features.Plan;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.features.oracle.CohortFeature;
import dev.kith.features.oracle.CohortOracle;
import dev.kith.features.oracle.RandomCohorts;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("After a random history and a round, defaults that are means of cohorts")
@ExtendWith(DgraphExtension.class)
class CohortDifferentialTest {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** What holds for a seed. */
  private static final class Case {
    private final RandomHistory history;
    private final List<GraphChange> changes;
    private final Rows rows;
    private final List<CohortFeature> features;
    private final FeatureCatalogue catalogue;
    private int means;

    Case(long seed, int paths) {
      Random random = new Random(seed);
      history = RandomHistory.of(seed);
      changes = CHANGES.changes(history.events(), random);
      rows = Rows.after(history.events());
      features = RandomCohorts.of(random, history.nows().getFirst(), paths);
      catalogue = CohortRig.catalogue(features);
    }

    /** Over the replica. */
    void checkGraph(MemoryGraph graph, CohortMeans means, long now) {
      Plan plan = catalogue.with(means).planAll();
      CohortOracle oracle = new CohortOracle(rows, now);
      for (String user : history.users()) {
        assertThat(plan.evaluate(graph, user, now).map(Vectors::byName))
            .as("'%s' at %d with%n%s", user, now, CohortFeature.yaml(features))
            .isEqualTo(oracle.features(user, features));
        plan.evaluate(graph, user, now)
            .ifPresent(
                vector -> {
                  for (int i = 0; i < features.size(); i++) {
                    boolean mean = vector.status(i) == Status.DEFAULTED && vector.value(i) != null;
                    this.means += mean ? 1 : 0;
                  }
                });
      }
    }
  }

  @Test
  @DisplayName("are over the replica as loops over the rows have them")
  void replica() {
    int[] means = new int[1];
    Seeds.each(
        150,
        seed -> {
          Case of = new Case(seed, 6);
          MemoryGraph graph = new MemoryGraph(SCHEMA);
          of.changes.forEach(graph::apply);
          for (long now : of.history.nows()) {
            GraphUpkeep upkeep = CohortRig.kept(of.catalogue, graph, now);
            of.checkGraph(graph, upkeep.means().orElseThrow(), now);
          }
          means[0] += of.means;
        });
    assertThat(means[0]).as("defaults that were a mean").isPositive();
  }

  @Test
  @DisplayName("are over Dgraph as over the replica, and as loops over the rows have them")
  void dgraph(DgraphServer server) throws Exception {
    try (Dgraph dgraph = Dgraph.connect(List.of(server.address().split(",", -1)))) {
      EgoGraphReader reader = new EgoGraphReader(dgraph, SCHEMA);
      Seeds.each(
          12,
          seed -> {
            Case of = new Case(seed, 3);
            dgraph.dropAll();
            dgraph.applySchema(SCHEMA);
            new DgraphWriter(dgraph, SCHEMA, "topic").write(0, 0, of.changes.size(), of.changes);
            MemoryGraph graph = new MemoryGraph(SCHEMA);
            of.changes.forEach(graph::apply);
            long now = of.history.nows().getLast();
            DgraphUpkeep upkeep =
                new DgraphUpkeep(
                    of.catalogue.cohortFeatures(),
                    reader,
                    new KeyPages(dgraph),
                    CohortRig.at(now),
                    CohortRig.metrics());
            boolean ended;
            do {
              assertThat(upkeep.means()).as("before the round has ended").isEmpty();
              ended = upkeep.goRound();
            } while (!ended);
            CohortMeans means = upkeep.means().orElseThrow();
            of.checkGraph(graph, means, now);
            Plan plan = of.catalogue.with(means).planAll();
            for (String user : of.history.users()) {
              assertThat(
                      plan.evaluate(reader.read(plan.shape(), user, now, TIMEOUT), user, now)
                          .map(Vectors::byName))
                  .isEqualTo(new CohortOracle(of.rows, now).features(user, of.features));
            }
          });
    }
  }
}
