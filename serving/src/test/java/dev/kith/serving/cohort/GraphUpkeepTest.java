package dev.kith.serving.cohort;

import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.noUser;
import static dev.kith.serving.Shop.user;
import static dev.kith.serving.cohort.CohortRig.CHANGES;
import static dev.kith.serving.cohort.CohortRig.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.cohort.CohortMeans;
import dev.kith.features.oracle.CohortFeature;
import dev.kith.features.oracle.RandomCohorts;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.NodeType;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The means of cohorts over the replica")
class GraphUpkeepTest {
  private static final NodeType USER = SCHEMA.nodeType("user").orElseThrow();
  private static final long NOW = 1_780_000_000_000_000L;
  private static final FeatureCatalogue CATALOGUE =
      FeatureCatalogue.parse(
          "features.yaml",
          """
          entity: user
          features:
            - name: avg_friend_age
              description: Mean age of the friends.
              path: friends
              aggregate: avg(user.age)
              default: cohort(city)
          """,
          SCHEMA);

  @Test
  @DisplayName("are, after any change and without a round, as if made anew")
  void everyChange() {
    Seeds.each(
        40,
        seed -> {
          Random random = new Random(seed);
          RandomHistory history = RandomHistory.of(seed);
          long now = history.nows().getFirst();
          List<CohortFeature> features = RandomCohorts.of(random, now, 5);
          FeatureCatalogue catalogue = CohortRig.catalogue(features);
          MemoryGraph graph = new MemoryGraph(SCHEMA);
          GraphUpkeep upkeep = CohortRig.kept(catalogue, graph, now);
          Set<Object> cohorts = new HashSet<>();
          int left = 200;
          for (GraphChange change : CHANGES.changes(history.events(), random)) {
            if (left-- == 0) {
              break;
            }
            graph.apply(change);
            CohortRig.follow(upkeep);
            addCohorts(change, cohorts);
            assertThat(means(upkeep, features, cohorts))
                .as("after %s with%n%s", change, CohortFeature.yaml(features))
                .isEqualTo(means(CohortRig.kept(catalogue, graph, now), features, cohorts));
          }
        });
  }

  @Test
  @DisplayName("are not known before a round over all users has ended")
  void firstRound() {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    for (int i = 0; i < 1_000; i++) {
      graph.apply(user("u" + i, Map.of()));
    }
    GraphUpkeep upkeep =
        new GraphUpkeep(CATALOGUE.cohortFeatures(), graph, CohortRig.at(NOW), CohortRig.metrics());
    int slices = 0;
    while (!upkeep.goRound()) {
      assertThat(upkeep.means()).isEmpty();
      slices++;
    }
    assertThat(slices).isPositive();
    assertThat(upkeep.means()).isPresent();
  }

  @Test
  @DisplayName("leave out who was deleted, and count who moved where it is now")
  void moves() {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    graph.apply(user("ann", Map.of("city", "Bern", "age", 20L)));
    graph.apply(user("ben", Map.of("city", "Bern", "age", 40L)));
    graph.apply(friends("ann", "ben"));
    GraphUpkeep upkeep = CohortRig.kept(CATALOGUE, graph, NOW);
    assertThat(mean(upkeep, "Bern")).hasValue(30);
    graph.apply(user("ben", Map.of("city", "Rome", "age", 40L)));
    CohortRig.follow(upkeep);
    assertThat(mean(upkeep, "Bern")).hasValue(40);
    assertThat(mean(upkeep, "Rome")).hasValue(20);
    graph.apply(noUser("ben"));
    CohortRig.follow(upkeep);
    assertThat(mean(upkeep, "Rome")).isEmpty();
    assertThat(mean(upkeep, "Bern")).as("of ann's friend no age is known").isEmpty();
  }

  @Test
  @DisplayName("leave to the next round, and say so, a change that touches too much")
  void hub() {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    int leaves = 10_001;
    graph.apply(user("hub", Map.of("age", 20L)));
    for (int i = 0; i < leaves; i++) {
      graph.apply(user("u" + i, Map.of("city", "Bern")));
      graph.apply(friends("hub", "u" + i));
    }
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    GraphUpkeep upkeep =
        new GraphUpkeep(
            CATALOGUE.cohortFeatures(),
            graph,
            CohortRig.at(NOW),
            new CohortMetrics(meters, InstantSource.system()));
    CohortRig.settle(upkeep);
    assertThat(meters.get("kith.cohorts.users").gauge().value()).isEqualTo(leaves + 1);
    assertThat(meters.get("kith.cohorts.round.age.seconds").gauge().value()).isNotNegative();
    assertThat(mean(upkeep, "Bern")).hasValue(20);
    graph.apply(user("hub", Map.of("age", 30L)));
    CohortRig.follow(upkeep);
    assertThat(meters.get("kith.cohorts.changes.left").counter().count()).isEqualTo(1);
    assertThat(mean(upkeep, "Bern")).hasValue(20);
    CohortRig.settle(upkeep);
    assertThat(mean(upkeep, "Bern")).hasValue(30);
  }

  @Test
  @DisplayName("leave changes to the next round when more come than are looked at")
  void flood() {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    SimpleMeterRegistry meters = new SimpleMeterRegistry();
    GraphUpkeep upkeep =
        new GraphUpkeep(
            CATALOGUE.cohortFeatures(),
            graph,
            CohortRig.at(NOW),
            new CohortMetrics(meters, InstantSource.system()));
    for (int i = 0; i < 100_003; i++) {
      graph.apply(user("u" + i, Map.of()));
    }
    assertThat(meters.get("kith.cohorts.changes.left").counter().count()).isEqualTo(3);
    CohortRig.settle(upkeep);
    assertThat(meters.get("kith.cohorts.users").gauge().value()).isEqualTo(100_003);
  }

  private static OptionalDouble mean(GraphUpkeep upkeep, String city) {
    return upkeep.means().orElseThrow().mean("avg_friend_age", city);
  }

  /** Everything that anybody could be a cohort by. */
  private static void addCohorts(GraphChange change, Set<Object> cohorts) {
    if (change instanceof GraphChange.PutNode(var node, Row row) && node.type().equals(USER)) {
      for (Attribute attribute : USER.attributes()) {
        Object value = row.value(attribute);
        if (value != null && attribute.type() != AttributeType.TIMESTAMP) {
          cohorts.add(value);
        }
      }
    }
  }

  private static Map<String, OptionalDouble> means(
      GraphUpkeep upkeep, List<CohortFeature> features, Set<Object> cohorts) {
    CohortMeans means = upkeep.means().orElseThrow();
    Map<String, OptionalDouble> out = new HashMap<>();
    for (CohortFeature feature : features) {
      for (Object cohort : cohorts) {
        out.put(feature.name() + " of " + cohort, means.mean(feature.name(), cohort));
      }
    }
    return out;
  }
}
