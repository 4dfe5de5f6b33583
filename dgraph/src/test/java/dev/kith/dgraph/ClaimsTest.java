package dev.kith.dgraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Claims.Direct;
import dev.kith.graph.ContractGraph;
import dev.kith.graph.schema.EdgeType;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Of batches that write direct edges at once")
@Timeout(30)
class ClaimsTest {
  private static final EdgeType VISITED = ContractGraph.SCHEMA.edgeType("visited").orElseThrow();

  private final Claims claims = new Claims();

  private static Direct visit(String who, String where) {
    return new Direct(VISITED, who, where);
  }

  @Test
  @DisplayName("those that share none don't wait")
  void apart() throws Exception {
    claims.take(Set.of(visit("ann", "bar"), visit("bob", "bar")));
    claims.take(Set.of(visit("ann", "zoo")));
    claims.take(Set.of());
  }

  @Test
  @DisplayName("the second of two that share one waits until the first has ended")
  void shared() throws Exception {
    Set<Direct> first = Set.of(visit("ann", "bar"), visit("bob", "bar"));
    Set<Direct> second = Set.of(visit("bob", "bar"), visit("cid", "bar"));
    claims.take(first);
    CountDownLatch taken = new CountDownLatch(1);
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    claims.take(second);
                    taken.countDown();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (waiting.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    claims.take(Set.of(visit("cid", "bar"))); // one that waits holds none
    claims.release(Set.of(visit("cid", "bar")));
    assertThat(taken.getCount()).isOne();
    claims.release(first);
    waiting.join();
    assertThat(taken.getCount()).isZero();
  }
}
