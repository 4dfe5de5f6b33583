package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;

import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.GraphViewContract;
import dev.kith.graph.change.GraphChange;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.extension.ExtendWith;

/** The batch of one test must not see that of another, so each begins with an empty Dgraph. */
@DisplayName("The graph around a node, read from Dgraph,")
@ExtendWith(DgraphExtension.class)
class DgraphViewTest extends GraphViewContract {
  private static Dgraph dgraph;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
  }

  @AfterAll
  static void close() {
    dgraph.close();
  }

  @Override
  protected GraphView viewOf(EgoShape shape, String key, List<GraphChange> changes)
      throws Exception {
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    DgraphWriter writer = new DgraphWriter(dgraph, SCHEMA, "topic");
    // Small batches, so that changes of one element meet within a batch and across batches.
    int size = changes.size() > 100 ? 500 : 3;
    for (int from = 0; from < changes.size(); from += size) {
      int to = Math.min(changes.size(), from + size);
      writer.write(0, from, to, changes.subList(from, to));
    }
    return new EgoGraphReader(dgraph, SCHEMA).read(shape, key, 0, Duration.ofSeconds(10));
  }
}
