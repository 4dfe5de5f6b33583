package dev.kith.features.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.path.Kept;
import dev.kith.graph.Adjacency;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphYaml;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tally counts how many lists lead to each node")
class TallyTest {
  private static final EdgeType FRIENDS = GraphYaml.load("").edgeType("friends").orElseThrow();

  @Test
  @DisplayName("as a map of counts does")
  void counts() {
    Seeds.each(100, seed -> check(new Random(seed), new Tally()));
  }

  @Test
  @DisplayName("also where its base would overflow")
  void overflow() {
    Seeds.each(50, seed -> check(new Random(seed), new Tally(Character.MAX_VALUE - 200)));
  }

  @Test
  @DisplayName("for more users than there are bases")
  void manyUsers() {
    Random random = new Random(1);
    Tally tally = new Tally();
    for (int user = 0; user < 10_000; user++) {
      checkOnce(random, tally, random.nextInt(40));
    }
  }

  @Test
  @DisplayName("of more lists than two bytes can count")
  void manyLists() {
    Random random = new Random(1);
    Tally tally = new Tally();
    for (int lists :
        new int[] {3, 70_000, 3, Tally.MOST_LISTS, Tally.MOST_LISTS, Tally.MOST_LISTS + 1, 3}) {
      checkOnce(random, tally, lists);
    }
  }

  private static void check(Random random, Tally tally) {
    for (int round = 0; round < 10; round++) {
      checkOnce(random, tally, random.nextInt(30));
    }
  }

  private static void checkOnce(Random random, Tally tally, int manyLists) {
    int nodes = 1 + random.nextInt(random.nextInt(5) == 0 ? 5_000 : 40);
    int except = random.nextInt(nodes);
    IntArrayList marked = new IntArrayList();
    for (int node : some(random, nodes)) {
      if (node != except) {
        marked.add(node);
      }
    }
    List<Set<Integer>> lists = new ArrayList<>();
    for (int i = 0; i < manyLists; i++) {
      lists.add(some(random, nodes));
    }
    Set<Integer> isMarked = new HashSet<>(marked);
    Map<Integer, Long> ways = new HashMap<>();
    List<Integer> hits = new ArrayList<>();
    List<Integer> wantedHits = new ArrayList<>();
    tally.clear(marked, lists.size());
    for (Set<Integer> list : lists) {
      tally.meet(kept(list), except, hits::add);
      for (int node : list) {
        if (node != except) {
          ways.merge(node, 1L, Long::sum);
          if (isMarked.contains(node)) {
            wantedHits.add(node);
          }
        }
      }
    }
    assertThat(tally.pairs())
        .isEqualTo(ways.values().stream().mapToLong(n -> n * (n - 1) / 2).sum());
    assertThat(tally.unmarked())
        .isEqualTo(ways.keySet().stream().filter(node -> !isMarked.contains(node)).count());
    hits.sort(null);
    wantedHits.sort(null);
    assertThat(hits).isEqualTo(wantedHits);
  }

  private static Set<Integer> some(Random random, int nodes) {
    Set<Integer> out = new HashSet<>();
    for (int i = random.nextInt(25); i > 0; i--) {
      boolean far = random.nextInt(30) == 0; // as what a hypothetical edge names
      out.add(far ? Integer.MAX_VALUE - random.nextInt(3) : random.nextInt(nodes));
    }
    return out;
  }

  private static Kept kept(Set<Integer> nodes) {
    Adjacency.Builder edges = Adjacency.builder(FRIENDS, false);
    nodes.forEach(node -> edges.add(node, node, "k" + node, Row.builder(FRIENDS).build()));
    return Kept.of(edges.build(), Integer.MAX_VALUE, 0, Long.MAX_VALUE);
  }
}
