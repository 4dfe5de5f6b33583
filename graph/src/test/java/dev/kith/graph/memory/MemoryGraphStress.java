package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.hop;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * In what order a reader sees the parts of a change to a {@link MemoryGraph}. See {@link
 * StressTest}.
 */
final class MemoryGraphStress {
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static final Hop VISITED = hop("visited");
  private static final Hop VISITORS = hop("~visited");

  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final Row FIRST = CHANGES.row("person", "whole", 1L);
  private static final GraphChange PERSON_1 = CHANGES.node("person", "p1", "whole", 1L);
  private static final GraphChange PERSON_2 = CHANGES.node("person", "p2", "whole", 2L);
  private static final GraphChange NO_PERSON_1 = CHANGES.removeNode("person", "p1");
  private static final GraphChange PLACE = CHANGES.node("place", "l");
  private static final GraphChange VISIT_OF_1 = CHANGES.edge("visited", "v", "p1", "l");
  private static final GraphChange VISIT_OF_2 = CHANGES.edge("visited", "v", "p2", "l");
  private static final GraphChange NO_VISIT = CHANGES.removeEdge("visited", "v");

  /** The numbers of what comes first. */
  private static final int P1 = 0;

  private static final int P2 = 1;
  private static final int L = 0;

  private MemoryGraphStress() {}

  private static MemoryGraph graph(GraphChange... changes) {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    for (GraphChange change : changes) {
      graph.apply(change);
    }
    return graph;
  }

  private static boolean has(MemoryGraph graph, Hop hop, int node) {
    return graph.edges(hop, node).size() > 0;
  }

  /** Whether the keys of the edge and its source are known, if it is in its target's list. */
  private static boolean knowsKeys(MemoryGraph graph, Adjacency atTarget) {
    if (atTarget.size() == 0) {
      return true;
    }
    int person = atTarget.neighbour(0);
    return graph.key(PERSON, person).equals("p1")
        && graph.node(PERSON, "p1") == person
        && graph.edgeKey(VISITED.edge(), atTarget.edge(0)).equals("v");
  }

  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "after its keys, and at its source")
  @Outcome(expect = FORBIDDEN, desc = "at its target before its keys, or before its source")
  @State
  public static class EdgeComing {
    private final MemoryGraph graph = graph(PLACE);

    @Actor
    public void write() {
      graph.apply(VISIT_OF_1);
    }

    @Actor
    public void read(ZZ_Result r) {
      Adjacency atTarget;
      do {
        atTarget = graph.edges(VISITORS, L);
      } while (atTarget.size() == 0);
      r.r2 = has(graph, VISITED, P1);
      r.r1 = knowsKeys(graph, atTarget);
    }
  }

  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "before its keys, and at its source")
  @Outcome(expect = FORBIDDEN, desc = "at its target after its keys, or after its source")
  @State
  public static class EdgeGoing {
    private final MemoryGraph graph = graph(PLACE, VISIT_OF_1);

    @Actor
    public void write() {
      graph.apply(NO_VISIT);
    }

    @Actor
    public void read(ZZ_Result r) {
      r.r1 = true;
      Adjacency atTarget;
      do {
        atTarget = graph.edges(VISITORS, L);
        r.r1 &= knowsKeys(graph, atTarget) || !has(graph, VISITORS, L);
      } while (atTarget.size() > 0);
      r.r2 = !has(graph, VISITED, P1);
    }
  }

  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "gone where it was before it comes")
  @Outcome(expect = FORBIDDEN, desc = "it leads from both")
  @State
  public static class EdgeMoving {
    private final MemoryGraph graph = graph(PERSON_1, PERSON_2, VISIT_OF_1);

    @Actor
    public void write() {
      graph.apply(VISIT_OF_2);
    }

    @Actor
    public void read(Z_Result r) {
      while (!has(graph, VISITED, P2)) {
        // until it comes
      }
      r.r1 = !has(graph, VISITED, P1);
    }
  }

  /** One node goes, another comes. */
  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "its key and its row, or none any more")
  @Outcome(expect = FORBIDDEN, desc = "the key or the row of another")
  @State
  public static class NodeGoing {
    private final MemoryGraph graph = graph(PERSON_1);

    @Actor
    public void write() {
      graph.apply(NO_PERSON_1);
      graph.apply(PERSON_2);
    }

    @Actor
    public void read(ZZ_Result r) {
      r.r1 = true;
      r.r2 = true;
      for (int node = P1; node != MemoryGraph.NO_NODE; node = graph.node(PERSON, "p1")) {
        String key = graph.key(PERSON, node);
        Row row = graph.row(PERSON, node);
        r.r1 &= key.isEmpty() || key.equals("p1");
        r.r2 &= row == null || row.equals(FIRST);
      }
    }
  }
}
