package dev.kith.serving.cohort;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.oracle.CohortFeature;
import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What the tests of cohorts build on. */
final class CohortRig {
  static final GraphSchema SCHEMA = GraphYaml.load("");
  static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);

  private CohortRig() {}

  static FeatureCatalogue catalogue(List<CohortFeature> features) {
    String yaml = CohortFeature.yaml(features);
    return FeatureCatalogue.parse("random.yaml", yaml, SCHEMA);
  }

  static CohortMetrics metrics() {
    return new CohortMetrics(new SimpleMeterRegistry(), InstantSource.system());
  }

  /**
   * A clock that stands.
   *
   * @param now in epoch microseconds
   */
  static InstantSource at(long now) {
    return InstantSource.fixed(Instant.EPOCH.plus(now, ChronoUnit.MICROS));
  }

  /** Means over a graph, after a round and all changes since. */
  static GraphUpkeep kept(FeatureCatalogue catalogue, MemoryGraph graph, long now) {
    GraphUpkeep upkeep = new GraphUpkeep(catalogue.cohortFeatures(), graph, at(now), metrics());
    settle(upkeep);
    return upkeep;
  }

  /** Follows all changes, and goes one round. */
  static void settle(GraphUpkeep upkeep) {
    follow(upkeep);
    boolean ended;
    do {
      ended = upkeep.goRound();
    } while (!ended);
  }

  /** Follows all changes. */
  static void follow(GraphUpkeep upkeep) {
    boolean more;
    do {
      more = upkeep.followChanges();
    } while (more);
  }
}
