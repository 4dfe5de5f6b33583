package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.PathFeature;
import dev.kith.features.oracle.RandomEdges;
import dev.kith.features.oracle.RandomFeatures;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What holds of the shipped features under any limits, and of any others, over any graph. */
@DisplayName("Over a random graph, the value of a feature")
class PropertiesTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);

  /**
   * A case.
   *
   * @param catalogue the shipped features with limits at random, or features at random
   */
  private record Case(
      RandomHistory history, MemoryGraph graph, FeatureCatalogue catalogue, Random random) {

    static Case of(long seed) {
      Random random = new Random(seed);
      RandomHistory history = RandomHistory.of(seed);
      MemoryGraph graph = new MemoryGraph(SCHEMA);
      CHANGES.changes(history.events(), random).forEach(graph::apply);
      return new Case(history, graph, catalogue(history, random), random);
    }

    private static FeatureCatalogue catalogue(RandomHistory history, Random random) {
      if (random.nextBoolean()) {
        return Limits.random(random).shippedCatalogue(SCHEMA);
      }
      String yaml = PathFeature.yaml(RandomFeatures.limited(random, history.nows().getFirst(), 8));
      return FeatureCatalogue.parse("random.yaml", yaml, SCHEMA);
    }

    /** Some of the features, in any order. */
    List<String> some() {
      List<String> names = new ArrayList<>();
      catalogue.features().forEach(feature -> names.add(feature.name()));
      Collections.shuffle(names, random);
      return names.subList(0, 1 + random.nextInt(names.size()));
    }

    /** Every user's values at a time. */
    Map<String, Optional<Map<String, Oracle.Value>>> values(Plan plan, long now) {
      Map<String, Optional<Map<String, Oracle.Value>>> out = new HashMap<>();
      for (String user : history.users()) {
        out.put(user, plan.evaluate(graph, user, now).map(Vectors::byName));
      }
      return out;
    }
  }

  @Test
  @DisplayName("depends on nothing but what its plan says that it reads")
  void onlyTheShape() {
    Seeds.each(
        200,
        seed -> {
          Case of = Case.of(seed);
          for (Plan plan : List.of(of.catalogue().planAll(), of.catalogue().plan(of.some()))) {
            for (long now : of.history().nows()) {
              for (String user : of.history().users()) {
                GraphView only = new OnlyShape(of.graph(), plan.shape(), user, now);
                assertThat(plan.evaluate(only, user, now).map(Vectors::byName))
                    .as("'%s' at %d", user, now)
                    .isEqualTo(plan.evaluate(of.graph(), user, now).map(Vectors::byName));
              }
            }
          }
        });
  }

  @Test
  @DisplayName("is the same whichever others are computed with it")
  void anySubset() {
    Seeds.each(
        200,
        seed -> {
          Case of = Case.of(seed);
          List<String> some = of.some();
          long now = of.history().nows().getLast();
          Map<String, Optional<Map<String, Oracle.Value>>> expected =
              of.values(of.catalogue().planAll(), now);
          expected.values().forEach(user -> user.ifPresent(all -> all.keySet().retainAll(some)));
          assertThat(of.values(of.catalogue().plan(some), now))
              .as("only %s", some)
              .isEqualTo(expected);
        });
  }

  @Test
  @DisplayName("is the same after an element came and went, or went and came")
  void thereAndBack() {
    Seeds.each(
        200,
        seed -> {
          Case of = Case.of(seed);
          Plan plan = of.catalogue().planAll();
          long now = of.history().nows().getFirst();
          Map<String, Optional<Map<String, Oracle.Value>>> before = of.values(plan, now);
          Map<Element, GraphChange> there = CHANGES.graph(Rows.after(of.history().events()));
          List<GraphChange> others = others(of, there);
          for (GraphChange other : others) {
            of.graph().apply(other);
            if (of.random().nextBoolean()) { // else several are there at a time
              of.graph().apply(new GraphChange.Remove(other.element()));
            }
          }
          Collections.shuffle(others, of.random());
          others.forEach(other -> of.graph().apply(new GraphChange.Remove(other.element())));
          assertThat(of.values(plan, now)).as("after %s came and went", others).isEqualTo(before);

          List<GraphChange> some = new ArrayList<>(there.values());
          Collections.shuffle(some, of.random());
          some = some.subList(0, Math.min(some.size(), 5));
          some.forEach(one -> of.graph().apply(new GraphChange.Remove(one.element())));
          Collections.shuffle(some, of.random());
          some.forEach(of.graph()::apply);
          assertThat(of.values(plan, now)).as("after %s went and came", some).isEqualTo(before);
        });
  }

  /** Elements that are not there. */
  private static List<GraphChange> others(Case of, Map<Element, GraphChange> there) {
    Rows more = RandomEdges.beside(of.history(), SCHEMA, of.random()).rows();
    Map<Element, GraphChange> all = CHANGES.graph(more);
    for (String type : List.of("user", "product")) {
      SCHEMA
          .nodeType(type)
          .ifPresent(
              t -> {
                Element.Node node = new Element.Node(t, "something else");
                all.put(node, new GraphChange.PutNode(node, Row.builder(t).build()));
              });
    }
    SCHEMA
        .nodeType("user")
        .ifPresent(
            user -> {
              for (String key : of.history().users()) { // stubs, too
                Element.Node node = new Element.Node(user, key);
                all.putIfAbsent(node, new GraphChange.PutNode(node, Row.builder(user).build()));
              }
            });
    all.keySet().removeAll(there.keySet());
    return new ArrayList<>(all.values());
  }
}
