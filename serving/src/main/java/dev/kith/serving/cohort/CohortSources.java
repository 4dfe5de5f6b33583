package dev.kith.serving.cohort;

import dev.kith.dgraph.EgoGraphReader;
import dev.kith.dgraph.KeyPages;
import dev.kith.serving.replica.ReplicaStatus;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where the users of cohorts are read.
 *
 * @param replica how the replica is now, which is preferred
 * @param dgraph empty if there is none
 */
public record CohortSources(Supplier<ReplicaStatus> replica, Optional<OfDgraph> dgraph) {

  /** What is read of Dgraph: who there is, and what is around them. */
  public record OfDgraph(EgoGraphReader graph, KeyPages pages) {}
}
