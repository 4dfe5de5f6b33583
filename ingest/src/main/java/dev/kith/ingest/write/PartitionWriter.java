package dev.kith.ingest.write;

import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.ingest.retry.Backoff;
import dev.kith.ingest.retry.OutageLog;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.InterruptException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the changes of one partition, on a thread of its own, one batch at a time: asks the store
 * for its position, has the partition read from there, and writes what comes.
 *
 * <p>Each batch moves the position from where it is to the end of the batch, in one transaction
 * with the changes, and only from there. So a batch whose outcome is unknown is simply written
 * again, and then stands where it would have left the partition. Any other position means that
 * somebody else writes this partition (this one lost it, and does not know yet), or that the store
 * was set back: then this writer has written nothing, and ends. Whoever the partition is given to
 * asks for the position anew.
 */
final class PartitionWriter {
  private static final Logger LOG = LoggerFactory.getLogger(PartitionWriter.class);
  private static final Duration CONFLICT_WAIT = Duration.ofMillis(10);
  private static final Duration LONGEST_CONFLICT_WAIT = Duration.ofMillis(500);
  private static final Duration OUTAGE_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_OUTAGE_WAIT = Duration.ofSeconds(5);
  private static final Duration BREAK_OFF = Duration.ofSeconds(1);

  /** A request to the store. */
  private interface Request<T> {
    T send() throws DgraphException;
  }

  /**
   * What came of a request.
   *
   * @param repeated whether an earlier attempt was not answered, and so may have been carried out
   * @param took the attempt that was
   */
  private record Answer<T>(T value, boolean repeated, Duration took) {}

  private static final class StoppedException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  /** Told, once, why a writer ended by itself. On the writer's thread; must not wait for it. */
  interface Ending {
    /** It is impossible to go on. */
    void failed(String why);

    /** The partition does not stand where the writer left it. */
    void overtaken();
  }

  private final int partition;
  private final ChangeStore store;
  private final ChangeCodec codec;
  private final RejectedChanges rejected;
  private final OutageLog outages;
  private final WriterListener listener;
  private final Ending ending;
  private final Inbox inbox = new Inbox();
  private final BatchSize size = new BatchSize();
  private final StopSignal stop = new StopSignal();
  private final WatermarkCodec watermarks = new WatermarkCodec();
  private final Thread thread;
  private volatile long position = -1;
  private volatile long behindUntil;
  private long asOf = Long.MIN_VALUE;

  PartitionWriter(
      int partition,
      ChangeStore store,
      ChangeCodec codec,
      RejectedChanges rejected,
      OutageLog outages,
      WriterListener listener,
      Ending ending) {
    this.partition = partition;
    this.store = store;
    this.codec = codec;
    this.rejected = rejected;
    this.outages = outages;
    this.listener = listener;
    this.ending = ending;
    this.thread = Thread.ofVirtual().name("kith-dgraph-writer-" + partition).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  Inbox inbox() {
    return inbox;
  }

  /** The offset up to which the store is known to hold the changes; -1 while not known. */
  long position() {
    return position;
  }

  /**
   * Where the partition ended when this writer began. Of what stands before that compaction has
   * removed changes for the sake of later ones, so until those are written too, no watermark there
   * is true of the store.
   */
  void behindUntil(long end) {
    behindUntil = end;
  }

  /** Tells it to end after the batch that it is writing. */
  void stop() {
    stop.stop();
    inbox.close();
  }

  /**
   * Waits for its end, which {@link #stop} brings about; after that time breaks off the request
   * that it waits for. Whether that was carried out is found out by whoever goes on.
   */
  void awaitEnd(Duration patience) throws InterruptedException {
    if (!thread.join(patience)) {
      LOG.warn("Dgraph does not answer the writer of partition {}, which breaks off.", partition);
      thread.interrupt();
      thread.join(BREAK_OFF);
    }
  }

  private void run() {
    try {
      begin(request(() -> store.begin(partition), () -> {}).value());
      Optional<Inbox.Batch> batch = inbox.take(size.limit());
      while (batch.isPresent() && write(batch.get())) {
        batch = inbox.take(size.limit());
      }
    } catch (StoppedException | InterruptedException | InterruptException e) {
      LOG.debug("The writer of partition {} was stopped.", partition);
    } catch (DgraphException e) {
      ending.failed("Dgraph refuses the changes: " + e.getMessage());
    } catch (RuntimeException e) {
      LOG.error("A defect in the writer of partition {}", partition, e);
      ending.failed("the Dgraph writer failed: " + e);
    }
  }

  private void begin(long offset) {
    inbox.restartAt(offset); // first, because from a known position on the partition is polled
    position = offset;
  }

  /** Whether the partition is still this writer's. */
  private boolean write(Inbox.Batch batch)
      throws DgraphException, StoppedException, InterruptedException {
    List<ConsumerRecord<byte[], byte[]>> records =
        batch.records().stream().filter(record -> !WatermarkCodec.isKey(record.key())).toList();
    List<GraphChange> changes = decode(records);
    Optional<Watermark> watermark = watermark(batch.records());
    long from = position;
    long began = System.nanoTime();
    int count = batch.records().size();
    Answer<Written> answer =
        request(
            () -> store.write(partition, from, batch.to(), changes, watermark),
            () -> size.aborted(count));
    Written written = answer.value();
    boolean appliedBefore = answer.repeated() && written.position() == batch.to();
    if (!written.applied() && !appliedBefore) {
      LOG.warn(
          "Partition {} of Dgraph stands at {}, not at {}: somebody else writes it, or Dgraph was"
              + " set back. Nothing was written.",
          partition,
          written.position(),
          from);
      ending.overtaken();
      return false;
    }
    position = batch.to();
    asOf = watermark.map(Watermark::asOf).orElse(asOf);
    size.committed(count, answer.took(), batch.behind());
    listener.committed(
        new WriterListener.Commit(
            partition,
            records.size(),
            batch.to(),
            records.stream().mapToLong(ConsumerRecord::timestamp).max(),
            watermark,
            Duration.ofNanos(System.nanoTime() - began)));
    return true;
  }

  /** The newest, if the store has not got a newer one already. */
  private Optional<Watermark> watermark(List<ConsumerRecord<byte[], byte[]>> records) {
    return records.stream()
        .filter(r -> WatermarkCodec.isKey(r.key()) && r.offset() >= behindUntil)
        .flatMap(record -> watermarks.decode(record.value()).stream())
        .filter(watermark -> watermark.asOf() > asOf)
        .max(Comparator.comparingLong(Watermark::asOf));
  }

  private List<GraphChange> decode(List<ConsumerRecord<byte[], byte[]>> records)
      throws InterruptedException {
    List<GraphChange> changes = new ArrayList<>(records.size());
    for (ConsumerRecord<byte[], byte[]> record : records) {
      try {
        codec.decode(record.key(), record.value()).ifPresent(changes::add);
      } catch (MalformedChangeException e) {
        rejected.reject(record, e);
      }
    }
    return changes;
  }

  /** Sends a request until it is answered, or refused, or there is no more time. */
  private <T> Answer<T> request(Request<T> request, Runnable onConflict)
      throws DgraphException, StoppedException {
    Backoff conflicts = new Backoff(stop, CONFLICT_WAIT, LONGEST_CONFLICT_WAIT);
    Backoff outage = new Backoff(stop, OUTAGE_WAIT, LONGEST_OUTAGE_WAIT);
    boolean repeated = false;
    while (true) {
      long began = System.nanoTime();
      try {
        T value = request.send();
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        if (outages.succeeded()) {
          listener.outageEnded();
        }
        return new Answer<>(value, repeated, took);
      } catch (DgraphException e) {
        if (stop.isStopped()) { // broken off, maybe, which is no outage
          throw new StoppedException();
        }
        boolean again =
            switch (e.kind()) {
              case ABORTED -> {
                listener.retried(partition, e.kind());
                onConflict.run();
                yield conflicts.pause();
              }
              case UNAVAILABLE, DEADLINE_EXCEEDED -> {
                listener.retried(partition, e.kind());
                if (outages.failed(String.valueOf(e.getMessage()))) {
                  listener.outageBegan();
                }
                repeated = true;
                yield outage.pause();
              }
              case REFUSED -> throw e;
            };
        if (!again) {
          throw new StoppedException();
        }
      }
    }
  }
}
