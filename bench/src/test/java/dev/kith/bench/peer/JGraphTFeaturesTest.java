package dev.kith.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.SimpleGraph;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Features by JGraphT")
class JGraphTFeaturesTest {

  @Test
  @DisplayName("count friends, those at distance 2, triangles and squares")
  void counts() {
    Graph<Integer, DefaultEdge> graph = new SimpleGraph<>(DefaultEdge.class);
    IntStream.range(0, 6).forEach(graph::addVertex);
    int[][] edges = {{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 4}, {2, 4}, {3, 5}};
    for (int[] edge : edges) {
      graph.addEdge(edge[0], edge[1]);
    }
    // Friends 1, 2, 3; 4 and 5 are two steps away; 1 and 2 are friends; the square is 0–1–4–2.
    assertThat(new JGraphTFeatures(graph).of(0)).isEqualTo(List.of(3L, 2L, 1L, 1L));
  }
}
