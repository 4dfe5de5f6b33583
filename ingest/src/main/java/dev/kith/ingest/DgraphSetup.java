package dev.kith.ingest;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.retry.Backoff;
import dev.kith.ingest.retry.StopSignal;
import dev.kith.ingest.write.ChangeStore;
import java.time.Duration;
import java.util.List;

/** Sees to it that Dgraph answers, and can take the changes of the topic. */
final class DgraphSetup {
  /** Long enough for a Dgraph that is just starting. */
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final Dgraph dgraph;
  private final String where;

  DgraphSetup(Dgraph dgraph, List<String> alphas) {
    this.dgraph = dgraph;
    this.where = "Dgraph at " + String.join(",", alphas);
  }

  /**
   * Applies the schema.
   *
   * @param topicId the identity of {@code kith.graph-changes}
   * @return where to write the changes to
   * @throws ConfigException if Dgraph does not answer, or holds something else
   */
  ChangeStore ensure(GraphSchema graph, String topicId) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Backoff retry = new Backoff(new StopSignal(), Duration.ofMillis(200), Duration.ofSeconds(2));
    while (true) {
      try {
        dgraph.applySchema(graph);
        DgraphWriter writer = new DgraphWriter(dgraph, graph, topicId);
        writer.position(0);
        return ChangeStore.of(writer);
      } catch (DgraphException e) {
        switch (e.kind()) {
          case REFUSED ->
              throw problem(
                  String.valueOf(e.getMessage()), "Empty it, or name another in DGRAPH_ALPHA_HOST");
          case ABORTED, UNAVAILABLE, DEADLINE_EXCEEDED -> {
            if (System.nanoTime() > deadline || !retry.pause()) {
              throw problem(
                  "it does not answer: " + e.getMessage(),
                  "Start it, name another in DGRAPH_ALPHA_HOST, or set that to 'none'");
            }
          }
        }
      }
    }
  }

  private ConfigException problem(String what, String fix) {
    return new ConfigException(List.of(new Problem(where, 0, what, fix)));
  }
}
