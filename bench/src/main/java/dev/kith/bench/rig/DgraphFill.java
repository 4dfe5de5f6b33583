package dev.kith.bench.rig;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.ingest.write.ChangeConsumer;
import dev.kith.ingest.write.ChangeStore;
import dev.kith.ingest.write.WriterListener;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;

/** Writes {@code kith.graph-changes} to a Dgraph, as ingest does. */
public final class DgraphFill {
  private static final Duration PATIENCE = Duration.ofMinutes(20);
  private static final Duration LOOK = Duration.ofMillis(200);

  private DgraphFill() {}

  /**
   * Writes all changes, and waits until Dgraph holds them.
   *
   * @param alpha the address of a Dgraph that is empty; gets the schema
   * @param changes how many there are
   */
  public static void fill(Rig rig, String alpha, int changes)
      throws DgraphException, InterruptedException, TimeoutException {
    Semaphore written = new Semaphore(0);
    AtomicReference<String> failure = new AtomicReference<>("");
    WriterListener listener =
        new WriterListener() {
          @Override
          public void committed(Commit commit) {
            written.release(commit.records());
          }
        };
    try (Dgraph dgraph = Dgraph.connect(List.of(alpha.split(",", -1)))) {
      dgraph.applySchema(rig.schema());
      try (ChangeConsumer consumer =
          ChangeConsumer.of(
              Map.of("bootstrap.servers", rig.bootstrapServers()),
              ChangeStore.of(new DgraphWriter(dgraph, rig.schema(), "bench")),
              new ChangeCodec(rig.schema()),
              listener,
              failure::set)) {
        consumer.start();
        long start = System.nanoTime();
        while (!written.tryAcquire(changes, LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          if (!failure.get().isEmpty()) {
            throw new IllegalStateException("the writer does not get on: " + failure.get());
          }
          if (System.nanoTime() - start > PATIENCE.toNanos()) {
            throw new TimeoutException("Dgraph took too long");
          }
        }
      }
    }
  }
}
