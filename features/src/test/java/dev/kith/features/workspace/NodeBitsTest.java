package dev.kith.features.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seeds;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A set of nodes as bits")
class NodeBitsTest {

  @Test
  @DisplayName("is what a set of numbers is, and empty when cleared")
  void adds() {
    Seeds.each(100, seed -> check(new Random(seed), new NodeBits()));
  }

  private static void check(Random random, NodeBits bits) {
    for (int round = 0; round < 20; round++) {
      bits.clear();
      Set<Integer> expected = new HashSet<>();
      int nodes = 1 << random.nextInt(18);
      for (int i = random.nextInt(1_000); i > 0; i--) {
        // a node of the graph, or one that only a hypothetical edge names
        int node =
            random.nextInt(20) == 0 ? Integer.MAX_VALUE - random.nextInt(5) : random.nextInt(nodes);
        assertThat(bits.add(node)).isEqualTo(expected.add(node));
        assertThat(bits.size()).isEqualTo(expected.size());
      }
    }
  }
}
