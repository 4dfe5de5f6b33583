package dev.kith.serving.turn;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Where tasks run that need nothing but a processor: cheap ones on the thread of the network that
 * read the request, others on threads beside those, one less than there are processors: however
 * many they are, the network goes on. Thread-safe.
 */
public final class ReplicaTurns implements AutoCloseable {
  private final int most;
  private final TurnMetrics metrics;
  private final Busy busy;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          Thread.ofPlatform().daemon().name("kith-answers-", 0).factory());
  private final PoolTurns dear;
  private final Map<EventLoop, LoopTurns> loops = new ConcurrentHashMap<>();

  /**
   * @param most may wait ever, for each thread of the network, and for those beside
   */
  public ReplicaTurns(int processors, int most, TurnMetrics metrics) {
    this.most = most;
    this.metrics = metrics;
    this.busy = new Busy(processors);
    this.dear = new PoolTurns(Math.max(1, processors - 1), most, threads, metrics);
  }

  /**
   * Runs it in its turn, or refuses it, or another in its place.
   *
   * @param cheap whether it may hold up a thread of the network
   */
  public void add(boolean cheap, Task task) {
    Optional<EventLoop> loop = cheap ? EventLoops.ofThisThread() : Optional.empty();
    if (loop.isPresent()) {
      loops.computeIfAbsent(loop.get(), this::of).add(task);
    } else {
      dear.add(busy.counted(task));
    }
  }

  private LoopTurns of(EventLoop loop) {
    return new LoopTurns(loop, threads, busy, most, metrics);
  }

  /** Interrupts what runs beside the network, and runs nothing more there. */
  @Override
  public void close() {
    dear.close();
  }
}
