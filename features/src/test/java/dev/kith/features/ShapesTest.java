package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.Shape;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** As {@link ReplicaDifferentialTest}, on large graphs of forms that random ones never have. */
@DisplayName("Of cliques, stars, rings and those who bought everything, the replica")
class ShapesTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);

  @Test
  @DisplayName("gives the shipped features as the oracle has them, with and without limits")
  void shippedCatalogue() {
    Seeds.each(
        1,
        seed -> {
          Random random = new Random(seed);
          Shape.all(random).forEach(shape -> check(shape, random));
        });
  }

  private static void check(Shape shape, Random random) {
    List<GraphChange> changes = new ArrayList<>(CHANGES.graph(shape.rows()).values());
    Collections.shuffle(changes, random);
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    changes.forEach(graph::apply);
    for (Limits limits : List.of(Limits.shipped(), Limits.NONE, Limits.random(random))) {
      Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
      for (String user : shape.users()) {
        assertThat(plan.evaluate(graph, user, Shape.NOW).map(Vectors::byName))
            .as("'%s' in %s with %s", user, shape, limits)
            .isEqualTo(new Oracle(shape.rows(), Shape.NOW, limits).features(user));
      }
    }
  }
}
