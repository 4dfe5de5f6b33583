package dev.kith.bench.peer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jgrapht.Graph;
import org.jgrapht.Graphs;
import org.jgrapht.graph.DefaultEdge;

/** Features of the graph of friends, by JGraphT's interface. */
record JGraphTFeatures(Graph<Integer, DefaultEdge> graph) {

  /** The counts of friends, of users at distance 2, of triangles and of squares. */
  List<Long> of(int user) {
    Set<Integer> friends = Graphs.neighborSetOf(graph, user);
    Map<Integer, Integer> ways = new HashMap<>(); // to those who are a friend's friends
    long closed = 0;
    for (Integer friend : friends) {
      for (DefaultEdge edge : graph.edgesOf(friend)) {
        Integer other = Graphs.getOppositeVertex(graph, edge, friend);
        if (other != user) {
          ways.merge(other, 1, Integer::sum);
          closed += friends.contains(other) ? 1 : 0;
        }
      }
    }
    Set<Integer> second = new HashSet<>(ways.keySet());
    second.removeAll(friends);
    long squares = ways.values().stream().mapToLong(n -> n * (n - 1L) / 2).sum();
    return List.of((long) friends.size(), (long) second.size(), closed / 2, squares);
  }
}
