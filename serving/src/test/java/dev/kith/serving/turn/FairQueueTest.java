package dev.kith.serving.turn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seeds;
import dev.kith.serving.turn.FairQueue.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A fair queue")
class FairQueueTest {
  private static final int CALLERS = 5;

  private final FairQueue queue = new FairQueue();

  @Test
  @DisplayName("is empty, then not, then empty")
  void empty() {
    assertThat(queue.poll()).isNull();
    Waiting only = add("a");
    assertThat(queue.size()).isEqualTo(1);
    assertThat(queue.poll()).isSameAs(only);
    assertThat(queue.size()).isZero();
    assertThat(queue.poll()).isNull();
  }

  @Test
  @DisplayName("gives one caller its turns in the order in which it asked")
  void order() {
    List<Waiting> all = List.of(add("a"), add("a"), add("a"));
    assertThat(rest()).isEqualTo(all);
  }

  @Test
  @DisplayName("gives callers their turns one after the other, however many they want")
  void roundRobin() {
    Waiting a1 = add("a");
    Waiting a2 = add("a");
    Waiting a3 = add("a");
    Waiting b1 = add("b");
    Waiting b2 = add("b");
    Waiting c1 = add("c");
    assertThat(rest()).containsExactly(a1, b1, c1, a2, b2, a3);
  }

  @Test
  @DisplayName("if it is full takes the last place of who has most for who has less")
  void displaces() {
    Waiting a1 = add("a");
    Waiting b1 = add("b");
    Waiting a2 = add("a");
    Waiting a3 = add("a");
    Waiting c1 = waiting("c");
    assertThat(queue.addInPlace(c1)).isSameAs(a3);
    assertThat(queue.size()).isEqualTo(4);
    assertThat(rest()).containsExactly(a1, b1, c1, a2);
  }

  @Test
  @DisplayName("if it is full has no place for who has most, nor for who would then have most")
  void refuses() {
    add("a");
    add("a");
    add("b");
    Waiting a3 = waiting("a");
    assertThat(queue.addInPlace(a3)).isSameAs(a3);
    Waiting b2 = waiting("b");
    assertThat(queue.addInPlace(b2)).isSameAs(b2);
    assertThat(queue.size()).isEqualTo(3);
  }

  @Test
  @DisplayName("always gives the turn to who has not had one for longest")
  void longestWithout() {
    Seeds.each(
        20,
        seed -> {
          Random random = new Random(seed);
          FairQueue fair = new FairQueue();
          List<ArrayDeque<Waiting>> naive = new ArrayList<>();
          for (int caller = 0; caller < CALLERS; caller++) {
            naive.add(new ArrayDeque<>());
          }
          int[] lastTurn = new int[CALLERS]; // or when it began to wait
          for (int step = 0; step < 2_000; step++) {
            if (random.nextInt(5) < 2) {
              int caller = random.nextInt(CALLERS);
              Waiting one = waiting("caller " + caller);
              if (naive.get(caller).isEmpty()) {
                lastTurn[caller] = step;
              }
              naive.get(caller).add(one);
              fair.add(one);
            } else {
              Optional<Integer> next =
                  IntStream.range(0, CALLERS)
                      .filter(caller -> !naive.get(caller).isEmpty())
                      .boxed()
                      .min(Comparator.comparingInt(caller -> lastTurn[caller]));
              if (next.isEmpty()) {
                assertThat(fair.poll()).isNull();
              } else {
                assertThat(fair.poll()).isSameAs(naive.get(next.get()).remove());
                lastTurn[next.get()] = step;
              }
            }
          }
        });
  }

  private Waiting add(String caller) {
    Waiting one = waiting(caller);
    queue.add(one);
    return one;
  }

  private static Waiting waiting(String caller) {
    return new Waiting(new TestTask(caller, () -> {}), 0);
  }

  private List<Waiting> rest() {
    List<Waiting> out = new ArrayList<>();
    for (Waiting next = queue.poll(); next != null; next = queue.poll()) {
      out.add(next);
    }
    return out;
  }
}
