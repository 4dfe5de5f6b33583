package dev.kith.graph.memory;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.change.Changes;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import java.util.Objects;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.ZZZ_Result;
import org.openjdk.jcstress.infra.results.ZZ_Result;
import org.openjdk.jcstress.infra.results.Z_Result;

/**
 * What a reader sees in an {@link AdjacencyTable} beside its writer. See {@link StressTest}. All
 * values of an edge say which one it is, and which version of it.
 */
final class AdjacencyTableStress {
  private static final int NODE = 0;
  private static final int EDGES = 16;
  private static final int VERSIONS = 3;

  private static final EdgeType TYPE = SCHEMA.edgeType("knows").orElseThrow();
  private static final Attribute WHOLE = TYPE.attribute("whole").orElseThrow();
  private static final Attribute REAL = TYPE.attribute("real").orElseThrow();
  private static final Attribute WORDS = TYPE.attribute("words").orElseThrow();

  /** By version, then edge. */
  private static final Row[][] ROWS = new Row[VERSIONS][EDGES];

  private static final KeyTable KEYS = KeyTable.numberingOnce();

  static {
    for (int edge = 0; edge < EDGES; edge++) {
      KEYS.add("k" + edge);
      for (int version = 0; version < VERSIONS; version++) {
        long value = value(version, edge);
        ROWS[version][edge] =
            new Changes(SCHEMA)
                .row(
                    "knows",
                    "since",
                    (long) edge,
                    "whole",
                    value,
                    "real",
                    value / 4.0,
                    "words",
                    "w" + value);
      }
    }
  }

  private AdjacencyTableStress() {}

  private static long value(int version, int edge) {
    return version * 1000L + edge;
  }

  private static AdjacencyTable table(int edges) {
    AdjacencyTable table = new AdjacencyTable(TYPE, KEYS);
    for (int edge = 0; edge < edges; edge++) {
      add(table, edge);
    }
    return table;
  }

  private static void add(AdjacencyTable table, int edge) {
    table.add(NODE, edge, edge, ROWS[0][edge]);
  }

  private static void addEdges(AdjacencyTable table) {
    for (int edge = 1; edge < EDGES; edge++) {
      add(table, edge % 4 == 2 ? edge + 1 : edge % 4 == 3 ? edge - 1 : edge); // 1 3 2 4 5 7 6 8
    }
  }

  private static boolean isWhole(Adjacency list) {
    boolean whole = true;
    for (int i = 0; i < list.size(); i++) {
      long value = list.bits(i, WHOLE);
      whole &= i == 0 || list.time(i - 1) < list.time(i);
      whole &= list.time(i) == list.neighbour(i) && value % 1000 == list.neighbour(i);
      whole &= list.doubleValue(i, REAL) == value / 4.0;
      whole &= ("w" + value).equals(list.text(i, WORDS));
    }
    return whole;
  }

  private static long contents(Adjacency list) {
    long hash = list.size();
    for (int i = 0; i < list.size(); i++) {
      hash = hash * 31 + list.neighbour(i);
      hash = hash * 31 + list.time(i);
      hash = hash * 31 + list.bits(i, WHOLE);
      hash = hash * 31 + Objects.hashCode(list.text(i, WORDS));
    }
    return hash;
  }

  @JCStressTest
  @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "whole, and later ones are longer")
  @Outcome(expect = FORBIDDEN, desc = "torn, or shorter again")
  @State
  public static class Growing {
    private final AdjacencyTable table = table(1);

    @Actor
    public void write() {
      addEdges(table);
    }

    @Actor
    public void read(ZZ_Result r) {
      r.r1 = true;
      r.r2 = true;
      int size = 1;
      while (size < EDGES) {
        Adjacency list = table.get(NODE);
        r.r1 &= isWhole(list);
        r.r2 &= list.size() >= size;
        size = list.size();
      }
    }
  }

  @JCStressTest
  @Outcome(id = "true", expect = ACCEPTABLE, desc = "as new as the list, or newer")
  @Outcome(expect = FORBIDDEN, desc = "older than an edge that was seen")
  @State
  public static class Newest {
    private final AdjacencyTable table = table(1);

    @Actor
    public void write() {
      addEdges(table);
    }

    @Actor
    public void read(Z_Result r) {
      r.r1 = true;
      Adjacency list;
      do {
        list = table.get(NODE);
        long newest = table.newest();
        r.r1 &= list.time(list.size() - 1) <= newest;
      } while (list.size() < EDGES);
    }
  }

  /** An edge gets other values, and others go and come, also in the place of the last. */
  @JCStressTest
  @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "whole, and stays as it is")
  @Outcome(expect = FORBIDDEN, desc = "torn, or changed, or an older version again")
  @State
  public static class Changing {
    private static final int CHANGED = 1;
    private static final int LEFT = 3;

    private final AdjacencyTable table = table(EDGES - 1);

    @Actor
    public void write() {
      for (int edge = EDGES - 2; edge >= LEFT; edge--) {
        table.remove(NODE, edge); // the last
        add(table, EDGES - 1);
        table.remove(NODE, edge);
        table.update(NODE, CHANGED, ROWS[edge > EDGES / 2 ? 1 : 2][CHANGED]);
      }
    }

    @Actor
    public void read(ZZZ_Result r) {
      r.r1 = true;
      r.r2 = true;
      r.r3 = true;
      long version = 0;
      Adjacency held = table.get(NODE);
      long contents = contents(held);
      while (held.size() > LEFT) {
        Adjacency list = table.get(NODE);
        r.r1 &= isWhole(list) && list.size() >= LEFT;
        r.r2 &= contents(held) == contents;
        r.r3 &= list.bits(CHANGED, WHOLE) >= version;
        version = list.bits(CHANGED, WHOLE);
        held = list;
        contents = contents(held);
      }
    }
  }
}
