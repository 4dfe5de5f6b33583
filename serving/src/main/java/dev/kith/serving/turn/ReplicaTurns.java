package dev.kith.serving.turn;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where evaluations run that need nothing but a processor: cheap ones on the thread of the network
 * that read the request, others on threads beside those. Thread-safe.
 */
public final class ReplicaTurns implements AutoCloseable {
  private final int maxWaiting;
  private final Busy busy;
  private final Workers workers;
  private final Map<EventLoop, LoopTurns> loops = new ConcurrentHashMap<>();

  /**
   * @param maxWaiting for each thread of the network, and for those beside
   */
  public ReplicaTurns(int processors, int maxWaiting) {
    this.maxWaiting = maxWaiting;
    this.busy = new Busy(processors);
    this.workers =
        new Workers(
            Math.max(1, processors - 1),
            maxWaiting,
            Thread.ofPlatform().daemon().name("kith-answers-", 0).factory());
  }

  /**
   * Runs it in its turn.
   *
   * @param cheap whether it may hold up a thread of the network
   * @throws RejectedExecutionException if too many wait already
   */
  public void run(boolean cheap, Runnable evaluation) {
    Optional<EventLoop> loop = cheap ? EventLoops.ofThisThread() : Optional.empty();
    if (loop.isPresent()) {
      loops.computeIfAbsent(loop.get(), this::of).run(evaluation);
    } else {
      workers.run(evaluation);
    }
  }

  private LoopTurns of(EventLoop loop) {
    return new LoopTurns(loop, workers::run, busy, maxWaiting);
  }

  /** Interrupts what runs beside the network, and runs nothing more there. */
  @Override
  public void close() {
    workers.close();
  }
}
