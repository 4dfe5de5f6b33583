package dev.kith.features;

import static dev.kith.features.World.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.FeatureVector.Status;
import dev.kith.features.cohort.CohortFeatures.Share;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.AttributeType;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A default that is the mean of a cohort")
class CohortDefaultsTest {
  private static final String MEAN = "default: cohort(name)";
  private static final String[] COMPANY = {"path: knows", "aggregate: avg(person.score)", MEAN};

  /** What is known of the feature {@code asked} in each cohort. */
  private static final CohortMeans MEANS =
      (feature, cohort) ->
          feature.equals("asked") && cohort.equals("Kim")
              ? OptionalDouble.of(2.5)
              : OptionalDouble.empty();

  private final World world =
      new World()
          .person("ann", "name", "Kim", "score", 7L)
          .person("bob", "name", "Kim")
          .person("cid", "name", "Lee")
          .people("dan")
          .knows("ann", "eve")
          .knows("bob", "ann");

  @Test
  @DisplayName("is used, and said, where there is nothing")
  void used() {
    assertThat(ask("bob", COMPANY)).isEqualTo("7.0 OK");
    assertThat(ask("ann", COMPANY)).isEqualTo("2.5 DEFAULTED");
  }

  @Test
  @DisplayName("is null, and said, for who is in no cohort, or in one that has no known mean")
  void unknown() {
    assertThat(ask("cid", COMPANY)).isEqualTo("null DEFAULTED");
    assertThat(ask("dan", COMPANY)).isEqualTo("null DEFAULTED");
    FeatureVector nobody = World.catalogue(COMPANY).with(MEANS).planAll().ofUnknown(World.SCHEMA);
    assertThat(nobody.value(0)).isNull();
    assertThat(nobody.status(0)).isEqualTo(Status.DEFAULTED);
    FeatureVector nothingKnown = world.vector("ann", COMPANY);
    assertThat(nothingKnown.value(0)).isNull();
    assertThat(nothingKnown.status(0)).isEqualTo(Status.DEFAULTED);
  }

  @Test
  @DisplayName("is TRUNCATED where a limit left out all that there was")
  void truncated() {
    world.knows("bob", "fay", "since", NOW);
    assertThat(ask("bob", "path: knows", "limits: {knows: 1}", COMPANY[1], MEAN))
        .isEqualTo("2.5 TRUNCATED");
  }

  @Test
  @DisplayName("makes a double of a whole number, as the mean is one")
  void type() {
    String[] score = {"attribute: person.score", MEAN};
    assertThat(World.catalogue(score).features().getFirst().type()).isEqualTo(AttributeType.DOUBLE);
    assertThat(ask("ann", score)).isEqualTo("7.0 OK");
    assertThat(ask("bob", score)).isEqualTo("2.5 DEFAULTED");
    String[] least = {"path: knows", "aggregate: min(person.score)", MEAN};
    assertThat(ask("bob", least)).isEqualTo("7.0 OK");
    assertThat(ask("cid", "attribute: person.born", "elapsed: days", MEAN))
        .isEqualTo("null DEFAULTED");
  }

  @Test
  @DisplayName("is over those who have a value of their own and a cohort")
  void shares() {
    assertThat(share("bob")).contains(new Share("Kim", 7));
    assertThat(share("ann")).as("no value").isEmpty();
    world.knows("dan", "ann");
    assertThat(share("dan")).as("no cohort").isEmpty();
    world.person("dan", "name", "Lee");
    assertThat(share("dan")).contains(new Share("Lee", 7));
    MemoryGraph graph = world.graph();
    int stub = graph.node(World.SCHEMA.nodeType("person").orElseThrow(), "eve");
    assertThat(World.catalogue(COMPANY).cohortFeatures().over(graph, NOW, false).of(stub))
        .isEmpty();
  }

  private Optional<Share> share(String person) {
    MemoryGraph graph = world.graph();
    int node = graph.node(World.SCHEMA.nodeType("person").orElseThrow(), person);
    return World.catalogue(COMPANY)
        .cohortFeatures()
        .over(graph, NOW, false)
        .of(node)
        .orElseThrow()
        .getFirst();
  }

  private String ask(String person, String... lines) {
    FeatureVector vector =
        World.catalogue(lines)
            .with(MEANS)
            .planAll()
            .evaluate(world.graph(), person, NOW)
            .orElseThrow();
    return vector.value(0) + " " + vector.status(0);
  }
}
