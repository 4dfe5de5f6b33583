package dev.kith.serving.cohort;

import static dev.kith.serving.Shop.SCHEMA;
import static dev.kith.serving.Shop.friends;
import static dev.kith.serving.Shop.user;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.dgraph.KeyPages;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.Plan;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.serving.Await;
import dev.kith.serving.freshness.KnownWatermark;
import dev.kith.serving.replica.ReplicaStatus;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A catalogue with means of cohorts")
@ExtendWith(DgraphExtension.class)
class CohortsTest {
  private static final ReplicaStatus LOST = new ReplicaStatus.Lost("for a test");
  private static final String FEATURES =
      """
      entity: user
      features:
        - name: avg_friend_age
          description: Mean age of the friends.
          path: friends
          aggregate: avg(user.age)
          default: cohort(city)
      """;

  /** A graph in which one friend in Bern has this age, and one in Bern has no friends. */
  private static List<GraphChange> changes(long age) {
    return List.of(
        user("ann", Map.of("city", "Bern")),
        user("ben", Map.of("age", age)),
        friends("ann", "ben"),
        user("solo", Map.of("city", "Bern")));
  }

  private static MemoryGraph graph(long age) {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    changes(age).forEach(graph::apply);
    return graph;
  }

  /** The replica's status, which a test sets. */
  private volatile ReplicaStatus status = LOST;

  @Test
  @DisplayName("knows them soon after start, after every change, and of another graph once lost")
  void replica() throws Exception {
    MemoryGraph first = graph(30);
    try (Cohorts cohorts = cohorts(Optional.empty())) {
      Plan plan = plan(cohorts, FEATURES);
      assertThat(solo(plan, first)).as("not known").isNull();
      cohorts.start();
      status = ready(first);
      Await.until("the first round is over", () -> Double.valueOf(30).equals(solo(plan, first)));
      first.apply(user("ben", Map.of("age", 50L)));
      Await.until("the change is in it", () -> Double.valueOf(50).equals(solo(plan, first)));
      status = LOST;
      MemoryGraph second = graph(70);
      status = ready(second);
      Await.until("the new graph's", () -> Double.valueOf(70).equals(solo(plan, second)));
    }
  }

  @Test
  @DisplayName("has them from Dgraph while there is no replica, and from that once it is ready")
  void dgraph(DgraphServer server) throws Exception {
    try (Dgraph dgraph = Dgraph.connect(List.of(server.address().split(",", -1)))) {
      dgraph.dropAll();
      dgraph.applySchema(SCHEMA);
      new DgraphWriter(dgraph, SCHEMA, "topic").write(0, 0, 4, changes(40));
      CohortSources.OfDgraph source =
          new CohortSources.OfDgraph(new EgoGraphReader(dgraph, SCHEMA), new KeyPages(dgraph));
      MemoryGraph graph = graph(60);
      try (Cohorts cohorts = cohorts(Optional.of(source))) {
        cohorts.start();
        Plan plan = plan(cohorts, FEATURES);
        Await.until("Dgraph's", () -> Double.valueOf(40).equals(solo(plan, graph)));
        status = ready(graph);
        Await.until("the replica's", () -> Double.valueOf(60).equals(solo(plan, graph)));
      }
    }
  }

  @Test
  @DisplayName("leaves those of the one before as they are, once it has taken its place")
  void another() throws Exception {
    MemoryGraph graph = graph(30);
    status = ready(graph);
    try (Cohorts cohorts = cohorts(Optional.empty())) {
      cohorts.start();
      Plan before = plan(cohorts, FEATURES);
      Await.until("the first round is over", () -> Double.valueOf(30).equals(solo(before, graph)));
      Plan next = plan(cohorts, FEATURES.replace("avg(user.age)", "max(user.age)"));
      graph.apply(user("ben", Map.of("age", 50L)));
      Await.until("the next one's", () -> Double.valueOf(50).equals(solo(next, graph)));
      assertThat(solo(before, graph)).isEqualTo(30.0);
    }
  }

  @Test
  @DisplayName("needs no thread if it has none")
  void none() {
    try (Cohorts cohorts = cohorts(Optional.empty())) {
      cohorts.start();
      plan(cohorts, FEATURES.replace("cohort(city)", "0.0"));
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(thread -> thread.getName().equals("kith-cohorts"));
    }
  }

  private static Plan plan(Cohorts cohorts, String features) {
    return cohorts.keep(FeatureCatalogue.parse("features.yaml", features, SCHEMA)).planAll();
  }

  private Cohorts cohorts(Optional<CohortSources.OfDgraph> dgraph) {
    return new Cohorts(
        new CohortSources(() -> status, dgraph), InstantSource.system(), CohortRig.metrics());
  }

  private static ReplicaStatus ready(MemoryGraph graph) {
    return new ReplicaStatus.Ready(graph, new KnownWatermark(InstantSource.system()));
  }

  private static @Nullable Object solo(Plan plan, MemoryGraph graph) {
    return plan.evaluate(graph, "solo", 0).orElseThrow().value(0);
  }
}
