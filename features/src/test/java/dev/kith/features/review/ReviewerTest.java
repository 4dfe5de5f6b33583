package dev.kith.features.review;

import static dev.kith.features.World.NOW;
import static dev.kith.features.World.SCHEMA;
import static dev.kith.features.World.days;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.World;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/**
 * Ann knows bob and cid, who know each other; bob and cid visited the same bar, bob twice, and will
 * go again.
 */
@DisplayName("What a features.yaml would cost is counted on a graph where one can count by hand:")
class ReviewerTest {
  private static final World WORLD =
      new World()
          .people("ann", "bob", "cid", "dan")
          .place("bar", "kind", "bar")
          .knows("ann", "bob")
          .knows("ann", "cid")
          .knows("bob", "cid")
          .visited("v1", "bob", "bar", "visited_at", NOW - days(3), "cost", 1.0)
          .visited("v2", "bob", "bar", "visited_at", NOW - days(2), "cost", 2.0)
          .visited("v3", "cid", "bar", "visited_at", NOW - days(1), "cost", 4.0)
          .visited("v4", "bob", "bar", "visited_at", NOW + days(1), "cost", 8.0);

  private static final String FEATURES =
      """
      entity: person
      limits:
        knows: 10
        knows.knows: 10
        knows.visited: 10
      features:
        - name: score
          description: The row of the asked node.
          attribute: person.score
        - name: contacts
          description: And two edges.
          path: knows
          aggregate: count
        - name: mean_score
          description: And the rows of two nodes.
          path: knows
          aggregate: avg(person.score)
        - name: visits
          description: And three edges further on; the fourth is not yet.
          path: knows.visited
          aggregate: count
        - name: kinds
          description: And the row of the one bar.
          path: knows.visited
          aggregate: count_distinct(place.kind)
        - name: triangles
          description: Two edges of ann, two of bob and two of cid.
          operator: triangles
          over: knows
        - name: squares
          description: The same.
          operator: squares
          over: knows
      """;

  @Test
  @DisplayName("rows and edges, each once")
  void elements() {
    Review review = review(FEATURES, FEATURES, "ann");
    assertThat(touched(review, "score")).isEqualTo(1);
    assertThat(touched(review, "contacts")).isEqualTo(1 + 2);
    assertThat(touched(review, "mean_score")).isEqualTo(1 + 2 + 2);
    assertThat(touched(review, "visits")).isEqualTo(1 + 2 + 3);
    assertThat(touched(review, "kinds")).isEqualTo(1 + 2 + 3 + 1);
    assertThat(touched(review, "triangles")).isEqualTo(1 + 2 + 4);
    assertThat(touched(review, "squares")).isEqualTo(1 + 2 + 4);
    // Together: ann's row and edges, two rows, three edges further on, the bar, four edges back.
    assertThat(review.next().elements().max()).isEqualTo(1 + 2 + 2 + 3 + 1 + 4);
    assertThat(review.next()).isEqualTo(review.served());
    assertThat(review.users()).isEqualTo(1);
  }

  @Test
  @DisplayName("no more than limits keep, and how many values they cut")
  void limits() {
    String limited = FEATURES.replace("knows.visited: 10", "knows.visited: 1");
    Review review = review(FEATURES, limited, "ann", "bob", "cid", "dan");
    FeatureReview visits = feature(review, "visits");
    // dan 1; ann 1 + 2 + 2; bob 1 + 2 + 1 (of cid); cid 1 + 2 + 1 (of bob, who has two)
    Cost cost = visits.cost().orElseThrow();
    assertThat(cost.elements()).isEqualTo(new Distribution(4, 4, 5, 5));
    assertThat(cost.truncated()).isEqualTo(0.5);
    assertThat(cost.atLeast()).isFalse();
    Cost before = visits.before().orElseThrow();
    assertThat(before.elements()).isEqualTo(new Distribution(4, 4, 6, 6));
    assertThat(before.truncated()).isZero();
    assertThat(visits.warnings())
        .containsExactly(
            "the limit of 1 for 'knows.visited' cuts more than 1 % of the lists (p99 2 edges): 50 %"
                + " of the values are TRUNCATED");
    assertThat(feature(review, "contacts").before()).isEmpty();
    assertThat(feature(review, "contacts").warnings()).isEmpty();
  }

  @Test
  @DisplayName("the bound is what limits allow; without one it says so, and warns")
  void bounds() {
    Review review = review(FEATURES, FEATURES.replace("  knows.knows: 10\n", ""), "ann");
    assertThat(feature(review, "score").reads().bound()).hasValue(1);
    assertThat(feature(review, "contacts").reads().bound()).hasValue(1 + 10);
    assertThat(feature(review, "mean_score").reads().bound()).hasValue(1 + 10 + 10);
    assertThat(feature(review, "visits").reads().bound()).hasValue(1 + 10 + 100);
    assertThat(feature(review, "kinds").reads().bound()).hasValue(1 + 10 + 100 + 100);
    FeatureReview triangles = feature(review, "triangles");
    assertThat(triangles.reads().bound()).isEmpty();
    assertThat(triangles.warnings())
        .containsExactly(
            "unbounded: 'knows.knows' has no limit, so the largest hub decides what it costs; of"
                + " the nodes seen, 99 % have at most 2 edges along it, one has 2");
  }

  @Test
  @DisplayName("a bound that no number can say is the greatest number")
  void hugeBound() {
    String limits = "limits: {knows: 9999999, knows.knows: 9999999, knows.knows.knows: 9999999}";
    FeatureCatalogue catalogue =
        World.catalogue("path: knows.knows.knows", "aggregate: count", limits);
    assertThat(ReadPaths.of(catalogue.planAll().shape()).bound())
        .isEqualTo(OptionalLong.of(Long.MAX_VALUE));
  }

  @Test
  @DisplayName("a removed feature costs what it costs now, an added one what it will")
  void addedAndRemoved() {
    Review review = review(FEATURES, FEATURES.replace("name: kinds", "name: sorts"), "ann");
    assertThat(feature(review, "sorts").cost()).isPresent();
    assertThat(feature(review, "sorts").before()).isEmpty();
    assertThat(feature(review, "kinds").cost()).isEmpty();
    assertThat(feature(review, "kinds").before().map(cost -> cost.elements().max())).hasValue(7L);
    assertThat(feature(review, "kinds").reads().bound()).hasValue(1 + 10 + 100 + 100);
  }

  @Test
  @DisplayName("degrees are told for every path, and its beginnings")
  void degrees() {
    Review review = review(FEATURES, FEATURES, "ann", "bob", "dan");
    assertThat(review.degrees().entrySet().stream().map(e -> e.getKey() + " " + e.getValue()))
        .containsExactly(
            "[knows] " + new Distribution(3, 2, 2, 2),
            // of bob and cid from ann, of ann and cid from bob
            "[knows, visited] " + new Distribution(4, 1, 2, 2),
            "[knows, knows] " + new Distribution(4, 2, 2, 2));
  }

  @Test
  @DisplayName("a hub that takes too much is not counted to its end, and that is said")
  void tooMuch() {
    World world = new World().people("hub");
    for (int i = 0; i < 1_500; i++) {
      world.knows("hub", "p" + i);
      world.knows("other", "p" + i);
    }
    for (int i = 0; i < 700; i++) {
      world.knows("p0", "p" + (1 + i));
    }
    // 1,500 nodes know the other, who knows 1,500; what they know is read of each once.
    Touched touched = new Touched(2_000, () -> false);
    FeatureCatalogue catalogue = World.catalogue("path: knows.knows", "aggregate: count");
    assertThat(catalogue.planAll().shape().branches()).hasSize(1);
    Optional<Touched.EnoughException> ended = Optional.empty();
    try {
      var _ = catalogue.planAll().evaluate(world.graph(), "hub", NOW, touched);
    } catch (Touched.EnoughException e) {
      ended = Optional.of(e);
    }
    assertThat(ended).isPresent();
    assertThat(touched.elements()).isBetween(2_001L, 2_001L + 1_500);
  }

  @Test
  @DisplayName("the costliest by far is warned of, unless all are cheap")
  void costliest() {
    World world = new World().people("hub");
    for (int i = 0; i < 1_200; i++) {
      world.knows("hub", "p" + i);
    }
    String features =
        """
        entity: person
        limits: {knows: 9999}
        features:
          - name: contacts
            description: All of them.
            path: knows
            aggregate: count
          - name: score
            description: Its own.
            attribute: person.score
        """;
    FeatureCatalogue next = FeatureCatalogue.parse("next.yaml", features, SCHEMA);
    FeatureCatalogue served =
        FeatureCatalogue.parse(
            "served.yaml", features.replace("name: contacts", "name: others"), SCHEMA);
    assertThat(feature(review(world, served, next, "hub"), "contacts").warnings())
        .containsExactly(
            "the costliest by far: at p99 it touches 1,201 elements, 'score' as the next 1");
    assertThat(feature(review(world, served, next, "p1"), "contacts").warnings()).isEmpty();
    assertThat(feature(review(world, next, next, "hub"), "contacts").warnings())
        .as("unchanged")
        .isEmpty();
  }

  @Test
  @DisplayName("what is stopped, or not known, is not counted")
  void stopped() {
    FeatureCatalogue catalogue = FeatureCatalogue.parse("features.yaml", FEATURES, SCHEMA);
    Reviewer reviewer = new Reviewer(catalogue, catalogue, NOW);
    reviewer.add(WORLD.graph(), WORLD.graph(), "ann", () -> true);
    reviewer.add(WORLD.graph(), WORLD.graph(), "nobody", () -> false);
    Review review = reviewer.review();
    assertThat(review.users()).isZero();
    assertThat(feature(review, "visits").cost()).isEmpty();
    assertThat(feature(review, "visits").reads().bound()).hasValue(111);
  }

  @Test
  @DisplayName("p50 and p99 are values that were seen")
  void percentiles() {
    Samples samples = new Samples();
    assertThat(samples.distribution()).isEqualTo(new Distribution(0, 0, 0, 0));
    for (int i = 200; i > 0; i--) {
      samples.add(i);
    }
    assertThat(samples.distribution()).isEqualTo(new Distribution(200, 100, 198, 200));
  }

  private static long touched(Review review, String feature) {
    return feature(review, feature).cost().orElseThrow().elements().max();
  }

  private static FeatureReview feature(Review review, String name) {
    return review.features().stream().filter(f -> f.name().equals(name)).findAny().orElseThrow();
  }

  private static Review review(String served, String next, String... people) {
    return review(
        WORLD,
        FeatureCatalogue.parse("served.yaml", served, SCHEMA),
        FeatureCatalogue.parse("next.yaml", next, SCHEMA),
        people);
  }

  private static Review review(
      World world, FeatureCatalogue served, FeatureCatalogue next, String... people) {
    Reviewer reviewer = new Reviewer(served, next, NOW);
    for (String person : people) {
      reviewer.add(world.graph(), world.graph(), person, () -> false);
    }
    return reviewer.review();
  }
}
