package dev.kith.features.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seeds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A set of a few nodes")
class NodeSetTest {

  @Test
  @DisplayName("has those that were added, however many more than foretold, and no others")
  void contains() {
    Seeds.each(
        200,
        seed -> {
          Random random = new Random(seed);
          NodeSet set = new NodeSet(random.nextInt(50));
          Set<Integer> expected = new HashSet<>();
          int nodes = 1 << random.nextInt(20);
          for (int i = random.nextInt(200); i > 0; i--) {
            int node = node(random, nodes);
            assertThat(set.add(node)).isEqualTo(expected.add(node));
          }
          for (int i = 0; i < 1_000; i++) {
            int node = node(random, nodes);
            assertThat(set.contains(node)).isEqualTo(expected.contains(node));
          }
        });
  }

  /** A node of the graph, or one that only a hypothetical edge names. */
  private static int node(Random random, int nodes) {
    return random.nextInt(20) == 0 ? Integer.MAX_VALUE - random.nextInt(5) : random.nextInt(nodes);
  }
}
