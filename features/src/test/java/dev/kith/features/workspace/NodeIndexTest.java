package dev.kith.features.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seeds;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An index of nodes")
class NodeIndexTest {

  @Test
  @DisplayName("numbers nodes in the order in which they are met, and forgets them when cleared")
  void numbers() {
    Seeds.each(100, seed -> check(new Random(seed), new NodeIndex()));
  }

  @Test
  @DisplayName("begins anew where its base would overflow")
  void overflow() {
    Seeds.each(20, seed -> check(new Random(seed), new NodeIndex(Integer.MAX_VALUE / 2 - 2_000)));
  }

  @Test
  @DisplayName("of a map: a place has a value only since it was put there")
  void map() {
    Random random = new Random(1);
    NodeMap<String> map = new NodeMap<>();
    for (int round = 0; round < 50; round++) {
      Map<Integer, String> expected = new HashMap<>();
      int nodes = round == 20 ? 20_000 : 300;
      for (int i = 0; i < 2 * nodes; i++) {
        int node = node(random, nodes);
        int place = map.place(node);
        assertThat(map.get(place)).isEqualTo(expected.get(node));
        if (random.nextBoolean()) {
          map.put(place, round + "/" + i);
          expected.put(node, round + "/" + i);
        }
      }
      map.clear();
    }
  }

  private static void check(Random random, NodeIndex index) {
    for (int round = 0; round < 20; round++) {
      index.clear();
      assertThat(index.size()).isZero();
      Map<Integer, Integer> expected = new HashMap<>();
      int nodes = 1 << random.nextInt(14);
      int meetings = random.nextInt(1_000);
      for (int i = 0; i < meetings; i++) {
        int node = node(random, nodes);
        int next = expected.size();
        assertThat(index.find(node)).isEqualTo(expected.getOrDefault(node, -1));
        int wanted = expected.computeIfAbsent(node, n -> next);
        assertThat(index.meet(node)).isEqualTo(wanted);
        assertThat(index.size()).isEqualTo(expected.size());
      }
    }
  }

  /** A node of the graph, or one that only a hypothetical edge names. */
  private static int node(Random random, int nodes) {
    return random.nextInt(20) == 0 ? Integer.MAX_VALUE - random.nextInt(5) : random.nextInt(nodes);
  }
}
