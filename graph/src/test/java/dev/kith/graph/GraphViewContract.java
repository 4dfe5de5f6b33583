package dev.kith.graph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.around;
import static dev.kith.graph.ContractGraph.hop;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seen.Edge;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every {@link GraphView} must do, whatever holds the graph. To test one, extend this class
 * and say how a view comes from changes.
 */
public abstract class GraphViewContract {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static final NodeType PLACE = SCHEMA.nodeType("place").orElseThrow();
  private static final Hop KNOWS = hop("knows");
  private static final Hop FOLLOWS = hop("follows");
  private static final Hop FOLLOWED_BY = hop("~follows");
  private static final Hop VISITED = hop("visited");
  private static final Hop VISITED_BY = hop("~visited");
  private static final Hop PAID = hop("paid");
  private static final Hop PAID_BY = hop("~paid");

  /**
   * A view of a graph of {@link ContractGraph#SCHEMA} that has seen these changes, in this order,
   * and no others.
   *
   * @param shape the least that the view must hold
   * @param key of the node around which it must hold that
   */
  protected abstract GraphView viewOf(EgoShape shape, String key, List<GraphChange> changes)
      throws Exception;

  // Nodes

  @Test
  @DisplayName("shows the attributes of a node, and which have no value")
  void row() throws Exception {
    GraphView view =
        viewOf(
            around(), "ann", List.of(person("ann", "whole", 7L, "words", "hello", "flag", true)));
    assertThat(Seen.row(view, PERSON, "ann"))
        .hasValue(Map.of("whole", 7L, "words", "hello", "flag", true));
    assertThat(view.key(PERSON, view.node(PERSON, "ann"))).isEqualTo("ann");
    assertThat(view.schema()).isEqualTo(SCHEMA);
  }

  @Test
  @DisplayName("shows a node without any value as a node, not a stub")
  void emptyRow() throws Exception {
    GraphView view = viewOf(around("knows"), "ann", List.of(person("ann"), knows("ann", "bob", 1)));
    assertThat(Seen.row(view, PERSON, "ann")).hasValue(Map.of());
    assertThat(Seen.neighbours(view, KNOWS, "ann")).containsExactly("bob");
  }

  @Test
  @DisplayName("knows nothing of a key that no element names")
  void unknown() throws Exception {
    GraphView view =
        viewOf(
            around("knows", "visited"),
            "ann",
            List.of(person("bob"), knows("bob", "cid", 1), visited("v1", "bob", "bar", 1)));
    assertUnknown(view, "ann", KNOWS, VISITED);
  }

  @Test
  @DisplayName("replaces all attributes of a node at an update")
  void updateNode() throws Exception {
    GraphView view =
        viewOf(
            around(),
            "ann",
            List.of(person("ann", "whole", 7L, "words", "old"), person("ann", "words", "new")));
    assertThat(Seen.row(view, PERSON, "ann")).hasValue(Map.of("words", "new"));
  }

  @Test
  @DisplayName("forgets a removed node, and takes it again")
  void removeNode() throws Exception {
    List<GraphChange> removed =
        List.of(person("ann", "whole", 7L), CHANGES.removeNode("person", "ann"));
    assertUnknown(viewOf(around("knows"), "ann", removed), "ann", KNOWS);

    List<GraphChange> back = new ArrayList<>(removed);
    back.add(person("ann", "real", 2.5));
    assertThat(Seen.row(viewOf(around(), "ann", back), PERSON, "ann"))
        .hasValue(Map.of("real", 2.5));
  }

  @Test
  @DisplayName("keeps two types apart that have the same key")
  void sameKeyOfTwoTypes() throws Exception {
    GraphView view =
        viewOf(
            around("visited"),
            "x",
            List.of(
                person("x", "words", "who"),
                CHANGES.node("place", "x", "title", "where"),
                visited("v1", "x", "x", 1)));
    assertThat(Seen.row(view, PERSON, "x")).hasValue(Map.of("words", "who"));
    int place = onlyNeighbour(view, VISITED, "x");
    assertThat(Seen.row(view, PLACE, place)).hasValue(Map.of("title", "where"));
  }

  // Stubs

  @Test
  @DisplayName("shows the end of an edge that has no row as a stub: a neighbour without attributes")
  void stub() throws Exception {
    GraphView view =
        viewOf(
            around("knows", "visited"),
            "ann",
            List.of(person("ann"), knows("ann", "bob", 1), visited("v1", "ann", "bar", 1)));
    assertThat(view.row(PERSON, onlyNeighbour(view, KNOWS, "ann"))).isNull();
    assertThat(view.row(PLACE, onlyNeighbour(view, VISITED, "ann"))).isNull();
  }

  @Test
  @DisplayName("shows the edges of a stub")
  void edgesOfStub() throws Exception {
    GraphView view =
        viewOf(
            around("knows", "visited"),
            "ann",
            List.of(knows("ann", "bob", 1), visited("v1", "ann", "bar", 1), person("bob")));
    assertThat(view.row(PERSON, view.node(PERSON, "ann"))).isNull();
    assertThat(Seen.neighbours(view, KNOWS, "ann")).containsExactly("bob");
    assertThat(Seen.neighbours(view, VISITED, "ann")).containsExactly("bar");
  }

  @Test
  @DisplayName("makes a stub a node once its row arrives")
  void stubBecomesNode() throws Exception {
    GraphView view =
        viewOf(
            around("knows"),
            "ann",
            List.of(knows("ann", "bob", 1), person("bob", "whole", 3L), person("ann")));
    assertThat(Seen.row(view, PERSON, "ann")).isPresent();
    assertThat(Seen.row(view, PERSON, onlyNeighbour(view, KNOWS, "ann")))
        .hasValue(Map.of("whole", 3L));
  }

  @Test
  @DisplayName("leaves a removed node as a stub while edges name it")
  void removedNodeWithEdges() throws Exception {
    List<GraphChange> changes =
        List.of(
            person("ann", "whole", 1L),
            person("bob", "whole", 2L),
            knows("ann", "bob", 1),
            visited("v1", "ann", "bar", 1),
            CHANGES.removeNode("person", "bob"));
    GraphView view = viewOf(around("knows"), "ann", changes);
    assertThat(view.row(PERSON, onlyNeighbour(view, KNOWS, "ann"))).isNull();
    GraphView ofBob = viewOf(around("knows"), "bob", changes);
    assertThat(ofBob.row(PERSON, ofBob.node(PERSON, "bob"))).isNull();
    assertThat(Seen.neighbours(ofBob, KNOWS, "bob")).containsExactly("ann");
  }

  @Test
  @DisplayName("knows nothing of a stub once its last edge is gone")
  void stubGone() throws Exception {
    GraphView view =
        viewOf(
            around("knows", "visited"),
            "bob",
            List.of(
                person("ann"),
                knows("ann", "bob", 1),
                visited("v1", "bob", "bar", 1),
                CHANGES.removePair("knows", "bob", "ann"),
                CHANGES.removeEdge("visited", "v1")));
    assertUnknown(view, "bob", KNOWS, VISITED);
  }

  // Directions

  @Test
  @DisplayName("shows a symmetric edge from both ends, with the same attributes")
  void symmetric() throws Exception {
    List<GraphChange> changes =
        List.of(CHANGES.pair("knows", "bob", "ann", "since", 5L, "words", "school"));
    Map<String, Object> attributes = Map.of("since", 5L, "words", "school");
    assertThat(Seen.edges(viewOf(around("knows"), "ann", changes), KNOWS, "ann"))
        .containsExactly(new Edge("bob", Optional.of(5L), attributes));
    assertThat(Seen.edges(viewOf(around("knows"), "bob", changes), KNOWS, "bob"))
        .containsExactly(new Edge("ann", Optional.of(5L), attributes));
  }

  @Test
  @DisplayName("takes a symmetric pair in either order for the same edge")
  void symmetricOrder() throws Exception {
    GraphView view =
        viewOf(
            around("knows"),
            "ann",
            List.of(knows("ann", "bob", 5), knows("bob", "ann", 9), person("bob")));
    assertThat(Seen.edges(view, KNOWS, "ann"))
        .containsExactly(new Edge("bob", Optional.of(9L), Map.of("since", 9L)));
  }

  @Test
  @DisplayName("shows a directed pair forwards from its source and backwards from its target")
  void directedPair() throws Exception {
    List<GraphChange> changes =
        List.of(
            CHANGES.pair("follows", "ann", "bob"),
            CHANGES.pair("follows", "ann", "cid"),
            CHANGES.pair("follows", "cid", "ann"));
    GraphView view = viewOf(around("follows", "~follows"), "ann", changes);
    assertThat(Seen.neighbours(view, FOLLOWS, "ann")).containsExactly("bob", "cid");
    assertThat(Seen.neighbours(view, FOLLOWED_BY, "ann")).containsExactly("cid");
    GraphView ofBob = viewOf(around("follows", "~follows"), "bob", changes);
    assertThat(Seen.neighbours(ofBob, FOLLOWS, "bob")).isEmpty();
    assertThat(Seen.neighbours(ofBob, FOLLOWED_BY, "bob")).containsExactly("ann");
  }

  @Test
  @DisplayName("shows an edge with a key forwards and backwards, with the same attributes")
  void keyedEdge() throws Exception {
    List<GraphChange> changes =
        List.of(CHANGES.edge("visited", "v1", "ann", "bar", "visited_at", 5L, "real", 0.25));
    Map<String, Object> attributes = Map.of("visited_at", 5L, "real", 0.25);
    assertThat(Seen.edges(viewOf(around("visited"), "ann", changes), VISITED, "ann"))
        .containsExactly(new Edge("bar", Optional.of(5L), attributes));
    assertThat(Seen.edges(viewOf(around(PLACE, "~visited"), "bar", changes), VISITED_BY, "bar"))
        .containsExactly(new Edge("ann", Optional.of(5L), attributes));
  }

  @Test
  @DisplayName("shows an edge from a node to itself in both directions")
  void loop() throws Exception {
    GraphView view =
        viewOf(
            around("paid", "~paid"),
            "ann",
            List.of(CHANGES.edge("paid", "p1", "ann", "ann", "whole", 3L)));
    Edge loop = new Edge("ann", Optional.empty(), Map.of("whole", 3L));
    assertThat(Seen.edges(view, PAID, "ann")).containsExactly(loop);
    assertThat(Seen.edges(view, PAID_BY, "ann")).containsExactly(loop);
  }

  @Test
  @DisplayName("keeps edge types apart that join the same nodes")
  void edgeTypesApart() throws Exception {
    GraphView view =
        viewOf(
            around("knows", "follows", "paid"),
            "ann",
            List.of(
                knows("ann", "bob", 1),
                CHANGES.pair("follows", "ann", "cid"),
                CHANGES.edge("paid", "p1", "ann", "dan")));
    assertThat(Seen.neighbours(view, KNOWS, "ann")).containsExactly("bob");
    assertThat(Seen.neighbours(view, FOLLOWS, "ann")).containsExactly("cid");
    assertThat(Seen.neighbours(view, PAID, "ann")).containsExactly("dan");
  }

  @Test
  @DisplayName("shows what lies behind a neighbour, and one node under one number on every way")
  void paths() throws Exception {
    GraphView view =
        viewOf(
            around("knows.visited", "knows.knows", "visited"),
            "ann",
            List.of(
                knows("ann", "bob", 1),
                knows("ann", "cid", 2),
                knows("bob", "cid", 3),
                visited("v1", "bob", "bar", 4),
                visited("v2", "cid", "bar", 5),
                visited("v3", "ann", "bar", 6),
                CHANGES.node("place", "bar", "title", "The Bar")));
    int ann = view.node(PERSON, "ann");
    Adjacency friends = view.edges(KNOWS, ann);
    int bar = onlyNeighbour(view, VISITED, "ann");
    assertThat(Seen.row(view, PLACE, bar)).hasValue(Map.of("title", "The Bar"));
    for (int i = 0; i < friends.size(); i++) {
      Adjacency visits = view.edges(VISITED, friends.neighbour(i));
      assertThat(visits.size()).isEqualTo(1);
      assertThat(visits.neighbour(0)).isEqualTo(bar);
    }
    Adjacency ofBob = view.edges(KNOWS, friends.neighbour(0));
    assertThat(ofBob.neighbour(0)).isEqualTo(ann);
    assertThat(ofBob.neighbour(1)).isEqualTo(friends.neighbour(1));
  }

  // Order

  @Test
  @DisplayName("orders edges by event time, those without one first")
  void orderByTime() throws Exception {
    List<GraphChange> changes = new ArrayList<>();
    for (long time : List.of(30L, 10L, 50L, -20L, 40L)) {
      changes.add(visited("v" + time, "ann", "t" + time, time));
      changes.add(knows("ann", "t" + time, time));
    }
    changes.add(CHANGES.edge("visited", "v", "ann", "none"));
    changes.add(CHANGES.pair("knows", "none", "ann"));
    GraphView view = viewOf(around("visited", "knows"), "ann", changes);
    List<String> order = List.of("none", "t-20", "t10", "t30", "t40", "t50");
    assertThat(Seen.neighbours(view, VISITED, "ann")).isEqualTo(order);
    assertThat(Seen.neighbours(view, KNOWS, "ann")).isEqualTo(order);
  }

  @Test
  @DisplayName("orders edges of one time by their key; of pairs by the key of the other end")
  void orderByKey() throws Exception {
    // By code points; by UTF-16 units, as String.compareTo has it, the last two would change
    // places.
    List<String> sorted = List.of("A", "B", "a", "aa", "b", "é", "\uFF5E", "\uD83D\uDE00");
    List<String> shuffled = new ArrayList<>(sorted);
    Collections.shuffle(shuffled, new Random(7));
    List<GraphChange> changes = new ArrayList<>();
    for (String key : shuffled) {
      changes.add(knows("ann", key, 5));
      changes.add(CHANGES.pair("follows", "ann", key));
      changes.add(visited(key, "ann", "to " + key, 5));
      changes.add(CHANGES.edge("paid", key, "ann", "to " + key));
    }
    GraphView view = viewOf(around("knows", "follows", "visited", "paid"), "ann", changes);
    List<String> byEdgeKey = sorted.stream().map(key -> "to " + key).toList();
    assertThat(Seen.neighbours(view, KNOWS, "ann")).isEqualTo(sorted);
    assertThat(Seen.neighbours(view, FOLLOWS, "ann")).isEqualTo(sorted);
    assertThat(Seen.neighbours(view, VISITED, "ann")).isEqualTo(byEdgeKey);
    assertThat(Seen.neighbours(view, PAID, "ann")).isEqualTo(byEdgeKey);
  }

  @Test
  @DisplayName("finds the first edge after a time")
  void firstAfter() throws Exception {
    GraphView view =
        viewOf(
            around("visited"),
            "ann",
            List.of(
                CHANGES.edge("visited", "v0", "ann", "none"),
                visited("v1", "ann", "bar", 10),
                visited("v2", "ann", "bar", 20),
                visited("v3", "ann", "bar", 20),
                visited("v4", "ann", "bar", 30)));
    Adjacency visits = view.edges(VISITED, view.node(PERSON, "ann"));
    assertThat(visits.size()).isEqualTo(5);
    assertThat(visits.firstAfter(Adjacency.NO_TIME)).isEqualTo(1);
    assertThat(visits.firstAfter(9)).isEqualTo(1);
    assertThat(visits.firstAfter(10)).isEqualTo(2);
    assertThat(visits.firstAfter(19)).isEqualTo(2);
    assertThat(visits.firstAfter(20)).isEqualTo(4);
    assertThat(visits.firstAfter(30)).isEqualTo(5);
    assertThat(visits.firstAfter(Long.MAX_VALUE)).isEqualTo(5);
  }

  // Changes of edges

  @Test
  @DisplayName("shows every edge with a key between the same two nodes, until it is removed")
  void manyBetweenTwo() throws Exception {
    List<GraphChange> changes = new ArrayList<>();
    changes.add(CHANGES.edge("visited", "v1", "ann", "bar", "visited_at", 1L, "whole", 1L));
    changes.add(CHANGES.edge("visited", "v2", "ann", "bar", "visited_at", 2L, "whole", 2L));
    changes.add(CHANGES.edge("visited", "v3", "ann", "bar", "visited_at", 2L, "whole", 2L));
    assertThat(wholes(changes)).containsExactly(1L, 2L, 2L);
    changes.add(CHANGES.removeEdge("visited", "v2"));
    assertThat(wholes(changes)).containsExactly(1L, 2L);
    changes.add(CHANGES.removeEdge("visited", "v1"));
    assertThat(wholes(changes)).containsExactly(2L);
    changes.add(CHANGES.removeEdge("visited", "v3"));
    assertThat(wholes(changes)).isEmpty();
  }

  private List<Object> wholes(List<GraphChange> changes) throws Exception {
    GraphView view = viewOf(around("visited"), "ann", changes);
    return Seen.edges(view, VISITED, "ann").stream().map(e -> e.attributes().get("whole")).toList();
  }

  @Test
  @DisplayName(
      "tells the keys of edges that have one, from both their ends, and after some are gone")
  void edgeKeys() throws Exception {
    List<GraphChange> changes = new ArrayList<>();
    changes.add(visited("v1", "ann", "bar", 3));
    changes.add(visited("v2", "ann", "bar", 1));
    changes.add(visited("v3", "bob", "bar", 2));
    assertThat(edgeKeys(changes, VISITED, "ann")).containsExactly("v2", "v1");
    assertThat(edgeKeys(changes, VISITED, "bob")).containsExactly("v3");
    GraphView view = viewOf(around(PLACE, "~visited"), "bar", changes);
    assertThat(edgeKeys(view, VISITED_BY, view.node(PLACE, "bar")))
        .containsExactly("v2", "v3", "v1");
    changes.add(CHANGES.removeEdge("visited", "v2"));
    changes.add(visited("v4", "ann", "zoo", 4));
    assertThat(edgeKeys(changes, VISITED, "ann")).containsExactly("v1", "v4");
  }

  private List<String> edgeKeys(List<GraphChange> changes, Hop hop, String key) throws Exception {
    GraphView view = viewOf(around(hop.toString()), key, changes);
    return edgeKeys(view, hop, view.node(hop.source(), key));
  }

  private static List<String> edgeKeys(GraphView view, Hop hop, int node) {
    Adjacency edges = view.edges(hop, node);
    return IntStream.range(0, edges.size())
        .mapToObj(i -> view.edgeKey(hop.edge(), edges.edge(i)))
        .toList();
  }

  @Test
  @DisplayName("replaces all attributes of an edge at an update")
  void updateEdge() throws Exception {
    GraphView view =
        viewOf(
            around("visited", "knows"),
            "ann",
            List.of(
                CHANGES.edge(
                    "visited", "v1", "ann", "bar", "visited_at", 1L, "whole", 1L, "words", "old"),
                CHANGES.edge("visited", "v1", "ann", "bar", "visited_at", 1L, "words", "new"),
                CHANGES.pair("knows", "ann", "bob", "since", 1L, "whole", 1L, "words", "old"),
                CHANGES.pair("knows", "ann", "bob", "since", 1L, "real", 1.5)));
    assertThat(Seen.edges(view, VISITED, "ann"))
        .containsExactly(
            new Edge("bar", Optional.of(1L), Map.of("visited_at", 1L, "words", "new")));
    assertThat(Seen.edges(view, KNOWS, "ann"))
        .containsExactly(new Edge("bob", Optional.of(1L), Map.of("since", 1L, "real", 1.5)));
  }

  @Test
  @DisplayName("moves an edge in the order when its time changes, comes or goes")
  void updateTime() throws Exception {
    List<GraphChange> changes =
        List.of(
            visited("v1", "ann", "a", 10),
            visited("v2", "ann", "b", 20),
            visited("v3", "ann", "c", 30),
            visited("v4", "ann", "d", 40),
            knows("ann", "a", 10),
            knows("ann", "b", 20),
            knows("ann", "c", 30),
            knows("ann", "d", 40),
            visited("v1", "ann", "a", 35), // later
            visited("v4", "ann", "d", 15), // earlier
            CHANGES.edge("visited", "v3", "ann", "c"), // without
            knows("ann", "a", 35),
            knows("ann", "d", 15),
            CHANGES.pair("knows", "ann", "c"));
    GraphView view = viewOf(around("visited", "knows"), "ann", changes);
    assertThat(Seen.neighbours(view, VISITED, "ann")).containsExactly("c", "d", "b", "a");
    assertThat(Seen.neighbours(view, KNOWS, "ann")).containsExactly("c", "d", "b", "a");
    List<GraphChange> again = new ArrayList<>(changes);
    again.add(visited("v3", "ann", "c", 25));
    again.add(knows("ann", "c", 25));
    view = viewOf(around("visited", "knows"), "ann", again);
    assertThat(Seen.neighbours(view, VISITED, "ann")).containsExactly("d", "b", "c", "a");
    assertThat(Seen.neighbours(view, KNOWS, "ann")).containsExactly("d", "b", "c", "a");
  }

  @Test
  @DisplayName("moves an edge from its old ends to its new ones")
  void moveEnds() throws Exception {
    List<GraphChange> changes = new ArrayList<>();
    changes.add(visited("v1", "ann", "bar", 1));
    changes.add(visited("v1", "bob", "bar", 1));
    assertVisits(changes, Map.of("ann", List.of(), "bob", List.of("bar")));
    changes.add(visited("v1", "bob", "zoo", 2));
    assertVisits(changes, Map.of("ann", List.of(), "bob", List.of("zoo")));
    changes.add(visited("v1", "ann", "bar", 2));
    assertVisits(changes, Map.of("ann", List.of("bar"), "bob", List.of()));
    GraphView ofZoo = viewOf(around(PLACE, "~visited"), "zoo", changes);
    assertThat(Seen.neighbours(ofZoo, VISITED_BY, "zoo")).isEmpty();
    GraphView ofBar = viewOf(around(PLACE, "~visited"), "bar", changes);
    assertThat(Seen.neighbours(ofBar, VISITED_BY, "bar")).containsExactly("ann");
  }

  private void assertVisits(List<GraphChange> changes, Map<String, List<String>> expected)
      throws Exception {
    for (Map.Entry<String, List<String>> entry : expected.entrySet()) {
      GraphView view = viewOf(around("visited"), entry.getKey(), changes);
      assertThat(Seen.neighbours(view, VISITED, entry.getKey()))
          .as("visited by %s", entry.getKey())
          .isEqualTo(entry.getValue());
    }
  }

  @Test
  @DisplayName("turns an edge round when its ends change places")
  void swapEnds() throws Exception {
    GraphView view =
        viewOf(
            around("paid", "~paid"),
            "ann",
            List.of(
                CHANGES.edge("paid", "p1", "ann", "bob", "whole", 1L),
                CHANGES.edge("paid", "p1", "bob", "ann", "whole", 2L)));
    assertThat(Seen.edges(view, PAID, "ann")).isEmpty();
    assertThat(Seen.edges(view, PAID_BY, "ann"))
        .containsExactly(new Edge("bob", Optional.empty(), Map.of("whole", 2L)));
  }

  @Test
  @DisplayName("moves one of two edges between the same nodes, and leaves the other")
  void moveOneOfTwo() throws Exception {
    List<GraphChange> changes =
        List.of(
            visited("v1", "ann", "bar", 1),
            visited("v2", "ann", "bar", 2),
            visited("v1", "ann", "zoo", 1));
    GraphView view = viewOf(around("visited"), "ann", changes);
    assertThat(Seen.neighbours(view, VISITED, "ann")).containsExactly("zoo", "bar");
  }

  @Test
  @DisplayName("forgets a removed edge at both ends, and takes it again")
  void removeEdges() throws Exception {
    List<GraphChange> changes =
        new ArrayList<>(
            List.of(
                person("ann"),
                knows("ann", "bob", 1),
                knows("ann", "cid", 2),
                visited("v1", "ann", "bar", 1),
                visited("v2", "ann", "zoo", 2),
                CHANGES.pair("follows", "ann", "bob"),
                CHANGES.removePair("knows", "bob", "ann"),
                CHANGES.removeEdge("visited", "v2"),
                CHANGES.removePair("follows", "ann", "bob")));
    String[] paths = {"knows", "visited", "follows"};
    GraphView view = viewOf(around(paths), "ann", changes);
    assertThat(Seen.neighbours(view, KNOWS, "ann")).containsExactly("cid");
    assertThat(Seen.neighbours(view, VISITED, "ann")).containsExactly("bar");
    assertThat(Seen.neighbours(view, FOLLOWS, "ann")).isEmpty();
    GraphView ofBob = viewOf(around("knows", "~follows"), "bob", changes);
    assertUnknown(ofBob, "bob", KNOWS, FOLLOWED_BY);

    changes.add(knows("ann", "bob", 3));
    changes.add(visited("v2", "ann", "inn", 0));
    changes.add(CHANGES.pair("follows", "ann", "bob"));
    view = viewOf(around(paths), "ann", changes);
    assertThat(Seen.neighbours(view, KNOWS, "ann")).containsExactly("cid", "bob");
    assertThat(Seen.neighbours(view, VISITED, "ann")).containsExactly("inn", "bar");
    assertThat(Seen.neighbours(view, FOLLOWS, "ann")).containsExactly("bob");
  }

  @Test
  @DisplayName("takes the removal of what is not there for nothing")
  void removeUnknown() throws Exception {
    GraphView view =
        viewOf(
            around("knows", "follows", "visited"),
            "ann",
            List.of(
                CHANGES.removeNode("person", "ann"),
                CHANGES.removePair("knows", "ann", "bob"),
                CHANGES.removePair("follows", "ann", "bob"),
                CHANGES.removeEdge("visited", "v1"),
                person("ann", "whole", 1L),
                CHANGES.pair("follows", "ann", "bob"),
                CHANGES.removePair("follows", "bob", "ann"),
                CHANGES.removePair("knows", "ann", "cid"),
                CHANGES.removeEdge("visited", "v2")));
    assertThat(Seen.row(view, PERSON, "ann")).hasValue(Map.of("whole", 1L));
    assertThat(Seen.neighbours(view, FOLLOWS, "ann")).containsExactly("bob");
    assertThat(Seen.neighbours(view, KNOWS, "ann")).isEmpty();
    assertThat(Seen.neighbours(view, VISITED, "ann")).isEmpty();
  }

  @Test
  @DisplayName("takes a change twice for once")
  void duplicates() throws Exception {
    List<GraphChange> once =
        List.of(
            person("ann", "whole", 1L),
            knows("ann", "bob", 1),
            knows("ann", "cid", 1),
            CHANGES.pair("follows", "ann", "bob"),
            CHANGES.edge("visited", "v1", "ann", "bar", "visited_at", 1L, "whole", 1L),
            CHANGES.edge("visited", "v2", "ann", "bar", "whole", 2L),
            CHANGES.removePair("knows", "ann", "cid"));
    List<GraphChange> twice = new ArrayList<>();
    once.forEach(change -> twice.addAll(List.of(change, change)));
    List<GraphChange> again = new ArrayList<>(once);
    again.addAll(once);
    String[] paths = {"knows", "follows", "visited"};
    GraphView expected = viewOf(around(paths), "ann", once);
    List<List<Edge>> edges = new ArrayList<>();
    for (Hop hop : List.of(KNOWS, FOLLOWS, VISITED)) {
      edges.add(Seen.edges(expected, hop, "ann"));
    }
    assertThat(edges).extracting(List::size).containsExactly(1, 1, 2);
    for (List<GraphChange> changes : List.of(twice, again)) {
      GraphView view = viewOf(around(paths), "ann", changes);
      assertThat(Seen.row(view, PERSON, "ann")).hasValue(Map.of("whole", 1L));
      assertThat(Seen.edges(view, KNOWS, "ann")).isEqualTo(edges.get(0));
      assertThat(Seen.edges(view, FOLLOWS, "ann")).isEqualTo(edges.get(1));
      assertThat(Seen.edges(view, VISITED, "ann")).isEqualTo(edges.get(2));
    }
  }

  @Test
  @DisplayName("shows all edges of a node that has very many")
  void hub() throws Exception {
    List<GraphChange> changes = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      changes.add(knows("ann", "n" + i, i));
      expected.add("n" + i);
    }
    Collections.shuffle(changes, new Random(7));
    GraphView view = viewOf(around("knows"), "ann", changes);
    assertThat(Seen.neighbours(view, KNOWS, "ann")).isEqualTo(expected);
  }

  // Values and keys

  static Stream<Map<String, Object>> values() {
    return Stream.of(
        attributes(0L, 0.0, "", false, 0L),
        attributes(-1L, -0.0, " ", true, -1L),
        attributes(Long.MIN_VALUE, 0.1, "\"'`\\", true, micros("0001-01-01T00:00:00Z")),
        attributes(
            Long.MAX_VALUE,
            1e-300,
            "line\nline\r\n\t",
            false,
            micros("9999-12-31T23:59:59.999999Z")),
        attributes((1L << 53) + 1, Double.MAX_VALUE, "123", true, micros("2024-02-29T12:00:00.1Z")),
        attributes(-(1L << 53) - 1, Double.MIN_VALUE, "1.5e3", true, 1L),
        attributes(42L, -1e300, "true", true, micros("1969-12-31T23:59:59.999999Z")),
        attributes(42L, 1.0 / 3, "2024-01-01T00:00:00Z", true, micros("1582-10-10T00:00:00Z")),
        attributes(42L, 100.0, "äöü ßŁ 漢字 \uD83D\uDE00 e\u0301", true, 1_700_000_000_123_456L),
        attributes(42L, 1e15, "_:blank <iri> uid(v) @en {$x} 0x1", true, 1_700_000_000_000_000L),
        attributes(42L, 12345678.9, "\u0001\u007f\u2028", true, 1_700_000_000_000_001L),
        attributes(7L, 7.0, "x".repeat(20_000), true, 7L));
  }

  @ParameterizedTest
  @MethodSource("values")
  @DisplayName("keeps every value of every attribute type exactly, on nodes and edges")
  void keepsValues(Map<String, Object> attributes) throws Exception {
    List<Object> flat = new ArrayList<>();
    attributes.forEach((name, value) -> Collections.addAll(flat, name, value));
    Object[] values = flat.toArray();
    GraphView view =
        viewOf(
            around("knows", "visited"),
            "ann",
            List.of(
                CHANGES.node("person", "ann", values),
                CHANGES.pair("knows", "ann", "bob", values),
                CHANGES.edge("visited", "v1", "ann", "bar", values)));
    assertThat(Seen.row(view, PERSON, "ann")).hasValue(attributes);
    assertThat(Seen.edges(view, KNOWS, "ann"))
        .containsExactly(new Edge("bob", Optional.empty(), attributes));
    assertThat(Seen.edges(view, VISITED, "ann"))
        .containsExactly(new Edge("bar", Optional.empty(), attributes));
  }

  @Test
  @DisplayName("keeps event times to the microsecond, from the year 1 to the year 9999")
  void eventTimes() throws Exception {
    List<Long> times =
        List.of(
            micros("0001-01-01T00:00:00Z"),
            -1L,
            0L,
            1L,
            1_700_000_000_123_456L,
            1_700_000_000_123_457L,
            micros("9999-12-31T23:59:59.999999Z"));
    List<GraphChange> changes = new ArrayList<>();
    for (long time : times) {
      changes.add(visited("v" + time, "ann", "bar", time));
      changes.add(knows("ann", "n" + time, time));
    }
    GraphView view = viewOf(around("visited", "knows"), "ann", changes);
    for (Hop hop : List.of(VISITED, KNOWS)) {
      assertThat(Seen.edges(view, hop, "ann"))
          .extracting(edge -> edge.time().orElseThrow())
          .isEqualTo(times);
    }
  }

  static Stream<String> keys() {
    return Stream.of(
        "/",
        "a/b",
        "%",
        "100%25%2F",
        "\"quoted\"",
        "it's",
        "back\\slash",
        "line\nbreak\r\n",
        "\t",
        " ",
        " padded ",
        "[a, b]",
        "{$a: 1}",
        "<iri>",
        "_:blank",
        "0x1",
        "123",
        "-1",
        "1.0",
        "true",
        "null",
        "uid(a)",
        "漢字",
        "\uD83D\uDE00",
        "e\u0301",
        "k".repeat(512),
        "漢".repeat(512));
  }

  @ParameterizedTest
  @MethodSource("keys")
  @DisplayName("takes any text for a key: of a node, of the end of an edge, of an edge")
  void unusualKeys(String key) throws Exception {
    GraphView view =
        viewOf(
            around("knows.knows", "follows", "visited"),
            key,
            List.of(
                person(key, "whole", 1L),
                knows(key, "bob", 1),
                CHANGES.pair("follows", key, "other"),
                visited(key, key, key, 1),
                visited(key, key, key, 2)));
    assertThat(Seen.row(view, PERSON, key)).hasValue(Map.of("whole", 1L));
    int bob = onlyNeighbour(view, KNOWS, key);
    assertThat(Seen.edges(view, KNOWS, bob)).extracting(Edge::neighbour).containsExactly(key);
    assertThat(Seen.neighbours(view, FOLLOWS, key)).hasSize(1);
    assertThat(Seen.edges(view, VISITED, key))
        .containsExactly(new Edge(key, Optional.of(2L), Map.of("visited_at", 2L)));
  }

  @Test
  @DisplayName("tells keys apart that look alike")
  void similarKeys() throws Exception {
    List<String> keys = List.of("key", "Key", "key ", " key", "kéy", "ke\u0301y", "key\n");
    List<GraphChange> changes = new ArrayList<>();
    for (int i = 0; i < keys.size(); i++) {
      changes.add(person(keys.get(i), "whole", (long) i));
      changes.add(knows("ann", keys.get(i), i));
    }
    GraphView view = viewOf(around("knows"), "ann", changes);
    assertThat(Seen.neighbours(view, KNOWS, "ann")).isEqualTo(keys);
    Adjacency friends = view.edges(KNOWS, view.node(PERSON, "ann"));
    for (int i = 0; i < keys.size(); i++) {
      assertThat(Seen.row(view, PERSON, friends.neighbour(i))).hasValue(Map.of("whole", (long) i));
    }
  }

  private static Map<String, Object> attributes(
      long whole, double real, String words, boolean flag, long moment) {
    return Map.of("whole", whole, "real", real, "words", words, "flag", flag, "moment", moment);
  }

  private static long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  private static GraphChange person(String key, Object... attributes) {
    return CHANGES.node("person", key, attributes);
  }

  private static GraphChange knows(String a, String b, long since) {
    return CHANGES.pair("knows", a, b, "since", since);
  }

  private static GraphChange visited(String key, String who, String where, long at) {
    return CHANGES.edge("visited", key, who, where, "visited_at", at);
  }

  /** The node to which the only edge leads. */
  private static int onlyNeighbour(GraphView view, Hop hop, String key) {
    Adjacency edges = view.edges(hop, view.node(hop.source(), key));
    assertThat(edges.size()).isEqualTo(1);
    return edges.neighbour(0);
  }

  private static void assertUnknown(GraphView view, String person, Hop... hops) {
    assertThat(Seen.row(view, PERSON, person)).isEmpty();
    for (Hop hop : hops) {
      assertThat(Seen.edges(view, hop, person)).as("%s of %s", hop, person).isEmpty();
    }
  }
}
