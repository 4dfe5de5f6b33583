package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.evidence.Explanation;
import dev.kith.features.evidence.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An explanation")
class ExplanationTest {
  private static final long DAY = World.days(1);

  @Test
  @DisplayName("of a path shows the edges that match, under the nodes by which they were reached")
  void path() {
    World world =
        new World()
            .person("ann", "name", "Ann")
            .person("bob", "score", 7L)
            .place("bar", "kind", "pub")
            .knows("ann", "bob", "since", ago(9), "weight", 0.5)
            .knows("ann", "cid")
            .visited("v1", "bob", "bar", "visited_at", ago(3), "cost", 5.0)
            .visited("v2", "bob", "bar", "visited_at", ago(2), "cost", 7.5, "nights", 1L)
            .visited("v3", "bob", "zoo", "visited_at", ago(1))
            .visited("v4", "cid", "bar", "visited_at", ago(3), "cost", 1.0);
    assertThat(
            tree(
                world,
                "ann",
                "path: knows.visited",
                "where: place.kind == 'pub'",
                "aggregate: count"))
        .containsExactly(
            "person ann {name=Ann}",
            ". person bob {score=7} by knows 2025-12-23T00:00:00Z {weight=0.5}",
            ". . place bar {kind=pub} by visited v2 2025-12-30T00:00:00Z {cost=7.5, nights=1} *",
            ". . place bar {kind=pub} by visited v1 2025-12-29T00:00:00Z {cost=5.0} *",
            ". person cid {} by knows {}",
            ". . place bar {kind=pub} by visited v4 2025-12-29T00:00:00Z {cost=1.0} *");
    assertThat(tree(world, "ann", "path: knows.visited", "aggregate: sum(visited.cost)"))
        .filteredOn(line -> line.endsWith("*"))
        .extracting(line -> line.replaceAll(".*visited (v.).* (.*) \\*", "$1 $2"))
        .containsExactly("v2 7.5", "v1 5.0", "v4 1.0");
  }

  @Test
  @DisplayName("of distinct nodes shows each by the first way that leads to it")
  void severalWays() {
    World world =
        new World()
            .people("ann")
            .knows("ann", "bob", "since", ago(2))
            .knows("ann", "cid", "since", ago(1))
            .knows("bob", "dan")
            .knows("cid", "dan")
            .knows("bob", "cid");
    assertThat(tree(world, "ann", "path: knows.knows", "aggregate: count"))
        .containsExactly(
            "person ann {}",
            ". person cid {} by knows 2025-12-31T00:00:00Z {}",
            ". . person dan {} by knows {} *",
            ". . person bob {} by knows {} *",
            ". person bob {} by knows 2025-12-30T00:00:00Z {}",
            ". . person cid {} by knows {} *");
  }

  @Test
  @DisplayName(
      "of a least or greatest value shows where it stands, of distinct values the newest of each")
  void extremes() {
    World world =
        new World()
            .people("ann")
            .place("bar", "kind", "pub")
            .place("inn", "kind", "pub")
            .visited("v1", "ann", "bar", "visited_at", ago(3), "cost", 9.0)
            .visited("v2", "ann", "bar", "visited_at", ago(2), "cost", 1.0)
            .visited("v3", "ann", "inn", "visited_at", ago(1), "cost", 9.0);
    assertThat(pieces(world, "path: visited", "aggregate: max(visited.cost)"))
        .containsExactly("v3 9.0", "v1 9.0");
    assertThat(pieces(world, "path: visited", "aggregate: min(visited.visited_at)"))
        .containsExactly("v1 2025-12-29T00:00:00Z");
    assertThat(pieces(world, "path: visited", "aggregate: count_distinct(place.kind)"))
        .containsExactly("v3 pub");
  }

  @Test
  @DisplayName("of a cascade shows what was adopted, and who followed whom")
  void cascade() {
    World world =
        new World()
            .people("ann")
            .knows("ann", "bob")
            .knows("bob", "cid")
            .visited("v1", "ann", "bar", "visited_at", ago(9))
            .visited("v2", "bob", "bar", "visited_at", ago(7))
            .visited("v3", "cid", "bar", "visited_at", ago(1));
    assertThat(
            tree(
                world,
                "ann",
                "operator: cascade_score",
                "over: knows",
                "via: visited",
                "within: 7d",
                "steps: 2",
                "recent: 2d",
                "half_life: 1d"))
        .containsExactly(
            "person ann {}",
            ". place bar {} by visited v1 2025-12-23T00:00:00Z {}",
            ". . person bob {} by visited v2 2025-12-25T00:00:00Z {}",
            ". . . person cid {} by visited v3 2025-12-31T00:00:00Z {} 0.25 *");
  }

  @Test
  @DisplayName("of the asked node's own attribute is that node, of nothing is nothing")
  void own() {
    World world = new World().person("ann", "score", 7L);
    assertThat(tree(world, "ann", "attribute: person.score"))
        .containsExactly("person ann {score=7} 7 *");
    assertThat(tree(world, "ann", "attribute: person.name"))
        .containsExactly("person ann {score=7}");
    assertThat(tree(world, "ann", "path: knows", "aggregate: avg(person.score)", "default: 1.0"))
        .containsExactly("person ann {score=7}");
  }

  private static long ago(int days) {
    return World.NOW - days * DAY;
  }

  private static List<String> pieces(World world, String... lines) {
    return tree(world, "ann", lines).stream()
        .filter(line -> line.endsWith("*"))
        .map(line -> line.replaceAll(".* visited (v.) .*} (.*) \\*", "$1 $2"))
        .toList();
  }

  private static List<String> tree(World world, String person, String... lines) {
    Plan plan = World.catalogue(lines).planAll();
    Explanation why =
        plan.explain(world.graph(), person, World.NOW, 100).orElseThrow().explanations().getFirst();
    List<String> out = new ArrayList<>();
    draw(why.asked(), "", out);
    return out;
  }

  private static void draw(Finding finding, String indent, List<String> out) {
    out.add(
        indent
            + text(finding.node())
            + finding.edge().map(edge -> " by " + text(edge)).orElse("")
            + finding.part().map(part -> " " + part).orElse("")
            + (finding.counts() ? " *" : ""));
    finding.findings().forEach(below -> draw(below, indent + ". ", out));
  }

  private static String text(Finding.Element element) {
    return Stream.of(
            element.type().name(),
            element.key(),
            element.time().map(Object::toString).orElse(""),
            element.attributes().toString())
        .filter(word -> !word.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
