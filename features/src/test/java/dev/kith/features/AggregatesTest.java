package dev.kith.features;

import static dev.kith.features.World.NOW;
import static dev.kith.features.World.days;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.features.FeatureVector.Status;
import dev.kith.graph.schema.AttributeType;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is made of the values at the end of a path. */
@DisplayName("An aggregate")
class AggregatesTest {
  private final World world = new World().people("ann");

  @Test
  @DisplayName("takes the value of a node once, however many ways lead to it")
  void nodeOnce() {
    world
        .knows("ann", "bob")
        .knows("ann", "cid")
        .knows("bob", "dan")
        .knows("cid", "dan")
        .knows("cid", "eve")
        .person("dan", "score", 10L)
        .person("eve", "score", 20L);
    assertThat(world.ask("ann", "path: knows.knows", "aggregate: avg(person.score)"))
        .isEqualTo(15.0);
  }

  @Test
  @DisplayName("takes the value of a node once for every edge with a key that leads to it")
  void nodeOfKeyedEdges() {
    world
        .place("bar", "rating", 1.0)
        .place("zoo", "rating", 4.0)
        .visited("v1", "ann", "bar")
        .visited("v2", "ann", "bar")
        .visited("v3", "ann", "zoo");
    assertThat(world.ask("ann", "path: visited", "aggregate: avg(place.rating)")).isEqualTo(2.0);
  }

  @Test
  @DisplayName("takes the value of an edge that holds both ways once")
  void symmetricEdgeOnce() {
    world
        .knows("ann", "bob")
        .knows("ann", "cid")
        .knows("bob", "cid", "weight", 2.0)
        .knows("cid", "dan", "weight", 3.0);
    assertThat(world.ask("ann", "path: knows.knows", "aggregate: sum(knows.weight)"))
        .isEqualTo(5.0);
  }

  @Test
  @DisplayName("takes the value of every edge that has a direction")
  void directedEdges() {
    world
        .knows("ann", "bob")
        .knows("ann", "cid")
        .follows("bob", "dan", "closeness", 2L)
        .follows("cid", "dan", "closeness", 3L);
    assertThat(world.ask("ann", "path: knows.follows", "aggregate: sum(follows.closeness)"))
        .isEqualTo(5L);
  }

  @Test
  @DisplayName("skips missing values")
  void missing() {
    world
        .visited("v1", "ann", "bar", "cost", 10.0, "nights", 2L)
        .visited("v2", "ann", "zoo")
        .place("bar", "kind", "food");
    assertThat(world.ask("ann", "path: visited", "aggregate: sum(visited.cost)")).isEqualTo(10.0);
    assertThat(world.ask("ann", "path: visited", "aggregate: avg(visited.cost)")).isEqualTo(10.0);
    assertThat(world.ask("ann", "path: visited", "aggregate: avg(visited.nights)")).isEqualTo(2.0);
    assertThat(world.ask("ann", "path: visited", "aggregate: min(visited.cost)")).isEqualTo(10.0);
    assertThat(world.ask("ann", "path: visited", "aggregate: min(visited.nights)")).isEqualTo(2L);
    assertThat(world.ask("ann", "path: visited", "aggregate: count_distinct(place.kind)"))
        .isEqualTo(1L);
    assertThat(world.ask("ann", "path: visited", "aggregate: count_distinct(visited.nights)"))
        .isEqualTo(1L);
  }

  @Test
  @DisplayName("of nothing is 0 for sums and counts, null for the others")
  void nothing() {
    world.visited("v1", "ann", "bar");
    assertThat(world.ask("ann", "path: visited", "aggregate: sum(visited.cost)")).isEqualTo(0.0);
    assertThat(world.ask("ann", "path: visited", "aggregate: sum(visited.nights)")).isEqualTo(0L);
    assertThat(world.ask("ann", "path: visited", "aggregate: count_distinct(place.kind)"))
        .isEqualTo(0L);
    for (String function : new String[] {"avg", "min", "max"}) {
      for (String attribute : new String[] {"visited.cost", "visited.nights"}) {
        String aggregate = "aggregate: " + function + "(" + attribute + ")";
        assertThat(world.ask("ann", "path: visited", aggregate)).as(aggregate).isNull();
      }
    }
    assertThat(world.ask("ann", "path: knows", "where: true", "aggregate: ratio")).isNull();
  }

  @Test
  @DisplayName("keeps the type for sum, min and max of ints")
  void ints() {
    world
        .visited("v1", "ann", "bar", "nights", 3L)
        .visited("v2", "ann", "bar", "nights", -5L)
        .visited("v3", "ann", "bar", "nights", 4L);
    assertThat(world.ask("ann", "path: visited", "aggregate: sum(visited.nights)")).isEqualTo(2L);
    assertThat(world.ask("ann", "path: visited", "aggregate: min(visited.nights)")).isEqualTo(-5L);
    assertThat(world.ask("ann", "path: visited", "aggregate: max(visited.nights)")).isEqualTo(4L);
    assertThat(world.ask("ann", "path: visited", "aggregate: avg(visited.nights)"))
        .isEqualTo(2.0 / 3);
  }

  @Test
  @DisplayName("adds doubles exactly and rounds once")
  void exactSum() {
    world
        .visited("v1", "ann", "bar", "cost", 1e100, "visited_at", NOW - 3)
        .visited("v2", "ann", "bar", "cost", 1.0, "visited_at", NOW - 2)
        .visited("v3", "ann", "bar", "cost", -1e100, "visited_at", NOW - 1);
    assertThat(world.ask("ann", "path: visited", "aggregate: sum(visited.cost)")).isEqualTo(1.0);
    assertThat(world.ask("ann", "path: visited", "aggregate: avg(visited.cost)"))
        .isEqualTo(1.0 / 3);
  }

  @Test
  @DisplayName("refuses a sum of ints that does not fit one, and names the feature")
  void overflow() {
    world
        .visited("v1", "ann", "bar", "nights", Long.MAX_VALUE)
        .visited("v2", "ann", "bar", "nights", 1L);
    String sum = "aggregate: sum(visited.nights)";
    assertThatThrownBy(() -> world.ask("ann", "path: visited", sum))
        .isInstanceOf(ArithmeticException.class)
        .hasMessage("feature 'asked': the sum does not fit a 64-bit integer");
    world.visited("v3", "ann", "bar", "nights", -1L);
    assertThat(world.ask("ann", "path: visited", sum)).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  @DisplayName("ratio is the share of all elements in the window for which the condition holds")
  void ratio() {
    world
        .person("bob", "member", true)
        .person("cid", "member", false)
        .knows("ann", "bob", "since", NOW)
        .knows("ann", "cid", "since", NOW)
        .knows("ann", "dan", "since", NOW)
        .knows("ann", "eve", "since", NOW - days(9));
    String where = "where: person.member";
    assertThat(world.ask("ann", "path: knows", where, "aggregate: ratio")).isEqualTo(1.0 / 4);
    assertThat(world.ask("ann", "path: knows", where, "within: 7d", "aggregate: ratio"))
        .isEqualTo(1.0 / 3);
  }

  @Test
  @DisplayName("ratio counts nodes once, and those for which one of the ways holds")
  void ratioOfNodes() {
    world
        .knows("ann", "bob")
        .knows("ann", "cid")
        .knows("bob", "dan", "weight", 1.0)
        .knows("cid", "dan", "weight", 9.0)
        .knows("cid", "eve", "weight", 1.0);
    assertThat(
            world.ask("ann", "path: knows.knows", "where: knows.weight > 5.0", "aggregate: ratio"))
        .isEqualTo(1.0 / 2);
  }

  @Test
  @DisplayName("of nothing is the default, and says so")
  void defaulted() {
    world.knows("ann", "bob");
    FeatureVector none =
        world.vector("ann", "path: knows", "aggregate: avg(person.score)", "default: 1.5");
    assertThat(none.value(0)).isEqualTo(1.5);
    assertThat(none.status(0)).isEqualTo(Status.DEFAULTED);
    world.person("bob", "score", 3L);
    FeatureVector some =
        world.vector("ann", "path: knows", "aggregate: avg(person.score)", "default: 1.5");
    assertThat(some.value(0)).isEqualTo(3.0);
    assertThat(some.status(0)).isEqualTo(Status.OK);
  }

  @Test
  @DisplayName("without a default is null where there is nothing, and plainly so")
  void nullIsOk() {
    assertThat(world.vector("ann", "path: knows", "aggregate: max(person.score)").status(0))
        .isEqualTo(Status.OK);
  }

  @Test
  @DisplayName("of timestamps is one, or the time since it in any unit, not rounded")
  void timestamps() {
    long time = NOW - days(1) - 1;
    world.visited("v1", "ann", "bar", "visited_at", time).visited("v2", "ann", "bar");
    String path = "path: visited";
    String max = "aggregate: max(visited.visited_at)";
    FeatureVector vector = world.vector("ann", path, max);
    assertThat(vector.value(0)).isEqualTo(time);
    assertThat(vector.features().getFirst().type()).isEqualTo(AttributeType.TIMESTAMP);
    assertThat(world.ask("ann", path, max, "elapsed: seconds")).isEqualTo(86_400.000001);
    assertThat(world.ask("ann", path, max, "elapsed: minutes")).isEqualTo(86_400_000_001.0 / 6e7);
    assertThat(world.ask("ann", path, max, "elapsed: hours")).isEqualTo(86_400_000_001.0 / 3.6e9);
    assertThat(world.ask("ann", path, max, "elapsed: days")).isEqualTo(86_400_000_001.0 / 8.64e10);
  }

  @Test
  @DisplayName("may be missing altogether: an attribute of the asked node is a feature too")
  void attribute() {
    world.person("ann", "name", "Ann", "born", NOW - days(2));
    assertThat(world.ask("ann", "attribute: person.name")).isEqualTo("Ann");
    assertThat(world.ask("ann", "attribute: person.born", "elapsed: days")).isEqualTo(2.0);
    assertThat(world.ask("ann", "attribute: person.score")).isNull();
    FeatureVector vector = world.vector("ann", "attribute: person.score", "default: 7");
    assertThat(vector.value(0)).isEqualTo(7L);
    assertThat(vector.status(0)).isEqualTo(Status.DEFAULTED);
  }
}
