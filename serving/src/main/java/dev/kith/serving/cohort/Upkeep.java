package dev.kith.serving.cohort;

import dev.kith.dgraph.DgraphException;
import dev.kith.features.cohort.CohortMeans;
import java.util.Optional;

/** Keeps means up to date over one source of the graph. One thread. */
sealed interface Upkeep extends AutoCloseable permits GraphUpkeep, DgraphUpkeep {

  /** Does some of what is due, and then waits for more, not long. */
  void turn() throws DgraphException, InterruptedException;

  /** Over all nodes; empty until the first round over them has ended. */
  Optional<CohortMeans> means();

  @Override
  void close();
}
