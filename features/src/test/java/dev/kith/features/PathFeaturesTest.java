package dev.kith.features;

import static dev.kith.features.World.NOW;
import static dev.kith.features.World.days;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What a path reaches, and what is counted at its end. */
@DisplayName("A feature over a path")
class PathFeaturesTest {
  private final World world = new World().people("ann");

  @Test
  @DisplayName("counts every edge of a type with keys, even between the same two nodes")
  void countsKeyedEdges() {
    world.visited("v1", "ann", "bar").visited("v2", "ann", "bar").visited("v3", "bob", "bar");
    assertThat(world.ask("ann", "path: visited", "aggregate: count")).isEqualTo(2L);
  }

  @Test
  @DisplayName("counts nodes where edges have no keys, each once however many ways lead to it")
  void countsNodes() {
    world.knows("ann", "bob").knows("ann", "cid").knows("bob", "dan").knows("cid", "dan");
    assertThat(world.ask("ann", "path: knows.knows", "aggregate: count")).isEqualTo(1L);
  }

  @Test
  @DisplayName("counts someone at both distances if there are ways of both lengths")
  void countsNearOnesAgain() {
    world.knows("ann", "bob").knows("ann", "cid").knows("bob", "cid");
    assertThat(world.ask("ann", "path: knows.knows", "aggregate: count")).isEqualTo(2L);
  }

  @Test
  @DisplayName("never returns to the asked node, neither at the end nor on the way")
  void neverReturns() {
    world.knows("ann", "bob").follows("bob", "ann").follows("ann", "cid");
    assertThat(world.ask("ann", "path: knows.knows", "aggregate: count")).isEqualTo(0L);
    assertThat(world.ask("ann", "path: knows.follows", "aggregate: count")).isEqualTo(0L);
    assertThat(world.ask("ann", "path: knows.follows.follows", "aggregate: count")).isEqualTo(0L);
  }

  @Test
  @DisplayName("does not take a loop at the asked node for a neighbour")
  void loop() {
    world.follows("ann", "ann").follows("ann", "bob");
    assertThat(world.ask("ann", "path: follows", "aggregate: count")).isEqualTo(1L);
    assertThat(world.ask("ann", "path: ~follows", "aggregate: count")).isEqualTo(0L);
    assertThat(world.ask("ann", "path: follows", "where: true", "aggregate: ratio")).isEqualTo(1.0);
  }

  @Test
  @DisplayName("may come to the same neighbour twice by a longer way")
  void backToNeighbour() {
    world.knows("ann", "bob").knows("bob", "cid");
    assertThat(world.ask("ann", "path: knows.knows.knows", "aggregate: count")).isEqualTo(1L);
  }

  @Test
  @DisplayName("walks an edge type backwards")
  void backwards() {
    world.follows("bob", "ann").follows("cid", "ann").follows("ann", "dan");
    assertThat(world.ask("ann", "path: ~follows", "aggregate: count")).isEqualTo(2L);
  }

  @Test
  @DisplayName("there and back leads to what others did, and to each of it once")
  void thereAndBack() {
    world
        .visited("v1", "ann", "bar")
        .visited("v2", "ann", "bar")
        .visited("v3", "ann", "zoo")
        .visited("v4", "bob", "bar")
        .visited("v5", "bob", "zoo")
        .visited("v6", "cid", "gym");
    assertThat(world.ask("ann", "path: visited.~visited", "aggregate: count")).isEqualTo(2L);
    assertThat(world.ask("ann", "path: visited.~visited", "aggregate: count_distinct(visited)"))
        .isEqualTo(2L);
  }

  @Test
  @DisplayName("counts with count_distinct of the hop before the nodes from which an edge leads on")
  void countsSources() {
    world
        .knows("ann", "bob")
        .knows("ann", "cid")
        .knows("ann", "dan")
        .visited("v1", "bob", "bar", "cost", 5.0)
        .visited("v2", "bob", "bar", "cost", 50.0)
        .visited("v3", "cid", "bar", "cost", 5.0);
    String path = "path: knows.visited";
    assertThat(world.ask("ann", path, "aggregate: count_distinct(knows)")).isEqualTo(2L);
    assertThat(
            world.ask("ann", path, "where: visited.cost > 9.0", "aggregate: count_distinct(knows)"))
        .isEqualTo(1L);
  }

  @Test
  @DisplayName("counts among the nodes before only those who lead to somebody else than the asked")
  void sourcesThatOnlyReturn() {
    world.knows("ann", "bob").knows("ann", "cid").knows("cid", "dan");
    assertThat(world.ask("ann", "path: knows.knows", "aggregate: count_distinct(knows)"))
        .isEqualTo(1L);
  }

  @Test
  @DisplayName("counts a stub, and walks on from it")
  void stub() {
    world.knows("ann", "bob").visited("v1", "bob", "bar");
    assertThat(world.ask("ann", "path: knows", "aggregate: count")).isEqualTo(1L);
    assertThat(world.ask("ann", "path: knows.visited", "aggregate: count")).isEqualTo(1L);
  }

  @Test
  @DisplayName("is a zero count where there is nothing")
  void nothing() {
    assertThat(world.ask("ann", "path: knows", "aggregate: count")).isEqualTo(0L);
    assertThat(world.ask("ann", "path: knows.visited.~visited", "aggregate: count")).isEqualTo(0L);
  }

  @Test
  @DisplayName("within W keeps events after now - W and up to now")
  void window() {
    world
        .visited("v1", "ann", "bar", "visited_at", NOW - days(7))
        .visited("v2", "ann", "bar", "visited_at", NOW - days(7) + 1)
        .visited("v3", "ann", "bar", "visited_at", NOW)
        .visited("v4", "ann", "bar", "visited_at", NOW + 1);
    assertThat(world.ask("ann", "path: visited", "within: 7d", "aggregate: count")).isEqualTo(2L);
  }

  @Test
  @DisplayName("does not see an edge of the future, nor what it leads to")
  void future() {
    world
        .knows("ann", "bob", "since", NOW + 1)
        .knows("ann", "cid", "since", NOW)
        .visited("v1", "bob", "bar")
        .visited("v2", "cid", "zoo")
        .visited("v3", "cid", "zoo", "visited_at", NOW + 1);
    assertThat(world.ask("ann", "path: knows", "aggregate: count")).isEqualTo(1L);
    assertThat(world.ask("ann", "path: knows.visited", "aggregate: count")).isEqualTo(1L);
  }

  @Test
  @DisplayName("sees an edge without event time always, but in no window")
  void noEventTime() {
    world.visited("v1", "ann", "bar");
    assertThat(world.ask("ann", "path: visited", "aggregate: count")).isEqualTo(1L);
    assertThat(world.ask("ann", "path: visited", "within: 36500d", "aggregate: count"))
        .isEqualTo(0L);
  }

  @Test
  @DisplayName("puts the window on the last hop only")
  void windowOfLastHop() {
    world
        .knows("ann", "bob", "since", NOW - days(1000))
        .visited("v1", "bob", "bar", "visited_at", NOW - days(1));
    assertThat(world.ask("ann", "path: knows.visited", "within: 2d", "aggregate: count"))
        .isEqualTo(1L);
  }

  @Test
  @DisplayName("counts a node that one of its edges in the window leads to")
  void windowOfNodes() {
    world
        .knows("ann", "bob")
        .knows("ann", "cid")
        .knows("bob", "dan", "since", NOW - days(9))
        .knows("cid", "dan", "since", NOW - days(1))
        .knows("cid", "eve", "since", NOW - days(9));
    assertThat(world.ask("ann", "path: knows.knows", "within: 7d", "aggregate: count"))
        .isEqualTo(1L);
  }

  @Test
  @DisplayName("where keeps the edges for which the condition on edge, node and self holds")
  void condition() {
    world
        .person("ann", "score", 5L)
        .person("bob", "score", 5L)
        .person("cid", "score", 6L)
        .knows("ann", "bob", "weight", 2.0)
        .knows("ann", "cid", "weight", 2.0)
        .knows("ann", "dan", "weight", 2.0);
    String where = "where: person.score == self.score && knows.weight > 1.0";
    assertThat(world.ask("ann", "path: knows", where, "aggregate: count")).isEqualTo(1L);
  }

  @Test
  @DisplayName("where counts a node that holds by one of several edges")
  void conditionOnOneOfTheEdges() {
    world
        .knows("ann", "bob")
        .knows("ann", "cid")
        .knows("bob", "dan", "weight", 1.0)
        .knows("cid", "dan", "weight", 9.0);
    assertThat(
            world.ask("ann", "path: knows.knows", "where: knows.weight > 5.0", "aggregate: count"))
        .isEqualTo(1L);
  }

  @Test
  @DisplayName("is computed for nodes with a row only")
  void unknown() {
    world.knows("ann", "bob");
    Plan plan = World.catalogue("path: knows", "aggregate: count").planAll();
    assertThat(plan.evaluate(world.graph(), "ann", NOW)).isPresent();
    assertThat(plan.evaluate(world.graph(), "bob", NOW)).as("a stub").isEmpty();
    assertThat(plan.evaluate(world.graph(), "nobody", NOW)).isEmpty();
  }
}
