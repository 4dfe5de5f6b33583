package dev.kith.serving.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("Evaluations of the replica")
@Timeout(60)
class ReplicaTurnsTest {
  private static final int MAX_WAITING = 20;
  private static final TurnMetrics METRICS = new TurnMetrics(new SimpleMeterRegistry(), "REPLICA");

  private final EventLoops loops = new EventLoops();
  private final EventLoop loop = loops.next();
  private final ReplicaTurns turns = new ReplicaTurns(2, MAX_WAITING, METRICS);
  private final List<String> order = Collections.synchronizedList(new ArrayList<>());

  @BeforeEach
  void start() {
    loops.start();
  }

  @AfterEach
  void stop() {
    turns.close();
    loops.close();
  }

  @Test
  @DisplayName("run, if cheap, on the thread that read the request, after what it does just now")
  void onTheLoop() throws Exception {
    CompletableFuture<Boolean> onLoop = new CompletableFuture<>();
    loop.execute(
        () -> {
          run(
              true,
              () -> {
                order.add("evaluation");
                onLoop.complete(loop.inEventLoop());
              });
          order.add("request read");
        });
    assertThat(onLoop.get()).isTrue();
    assertThat(order).containsExactly("request read", "evaluation");
  }

  @Test
  @DisplayName("run, if dear, beside the network, which goes on")
  void beside() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Boolean> dear = new CompletableFuture<>();
    loop.execute(
        () ->
            run(
                false,
                () -> {
                  awaitOpen(gate);
                  dear.complete(loop.inEventLoop());
                }));
    CompletableFuture<Void> cheap = new CompletableFuture<>();
    loop.execute(() -> run(true, () -> cheap.complete(null)));
    cheap.get();
    assertThat(dear).isNotDone();
    gate.countDown();
    assertThat(dear.get()).isFalse();
  }

  @Test
  @DisplayName("run elsewhere, too, if many wait and a processor has nothing to do")
  void helped() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    CompletableFuture<Void> another = new CompletableFuture<>();
    loop.execute(
        () -> {
          for (int i = 0; i < MAX_WAITING; i++) {
            run(
                true,
                () -> {
                  if (loop.inEventLoop()) {
                    awaitOpen(gate);
                  } else {
                    another.complete(null);
                  }
                });
          }
        });
    another.get(); // though the loop stands still
    gate.countDown();
  }

  @Test
  @DisplayName("are refused at once beyond those that may wait, and no other")
  void bounded() throws Exception {
    List<TestTask> tasks = new ArrayList<>();
    CountDownLatch done = new CountDownLatch(MAX_WAITING);
    for (int i = 0; i < MAX_WAITING + 3; i++) {
      tasks.add(new TestTask("caller", done::countDown));
    }
    // So that no processor has nothing to do: a helper would take of them.
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch gate = new CountDownLatch(1);
    run(
        false,
        () -> {
          begun.countDown();
          awaitOpen(gate);
        });
    begun.await();
    CompletableFuture<Long> refused = new CompletableFuture<>();
    loop.execute(
        () -> {
          tasks.forEach(task -> turns.add(true, task));
          refused.complete(tasks.stream().filter(task -> task.refused.isDone()).count());
        });
    assertThat(refused.get()).isEqualTo(3);
    assertThat(tasks.subList(0, MAX_WAITING)).noneMatch(task -> task.refused.isDone());
    gate.countDown();
    done.await();
  }

  @Test
  @DisplayName("go on after one that fails")
  void failure() throws Exception {
    CompletableFuture<Void> next = new CompletableFuture<>();
    loop.execute(
        () -> {
          run(
              true,
              () -> {
                throw new IllegalStateException("a defect, as this test wants it");
              });
          run(true, () -> next.complete(null));
        });
    next.get();
  }

  private void run(boolean cheap, Runnable work) {
    turns.add(cheap, new TestTask("caller", work));
  }

  private static void awaitOpen(CountDownLatch gate) {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
