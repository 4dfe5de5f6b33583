package dev.kith.graph.memory;

import dev.kith.graph.ContractGraph;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.GraphViewContract;
import dev.kith.graph.change.GraphChange;
import java.util.List;
import org.junit.jupiter.api.DisplayName;

@DisplayName("The graph in memory")
class MemoryGraphTest extends GraphViewContract {

  @Override
  protected GraphView viewOf(EgoShape shape, String key, List<GraphChange> changes) {
    MemoryGraph graph = new MemoryGraph(ContractGraph.SCHEMA);
    changes.forEach(graph::apply);
    return graph;
  }
}
