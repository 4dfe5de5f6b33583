package dev.kith.ingest.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import dev.kith.ingest.Await;
import dev.kith.ingest.retry.OutageLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayName("The writer of a partition")
@Timeout(60)
class PartitionWriterTest {
  private static final GraphSchema GRAPH = GraphYaml.load("");
  private static final NodeType USER = GRAPH.nodeType("user").orElseThrow();
  private static final ChangeCodec CODEC = new ChangeCodec(GRAPH);

  /** A store in memory that fails, or has been written by another, when it is told to. */
  private static final class MemoryStore implements ChangeStore {
    private final List<String> applied = new CopyOnWriteArrayList<>();
    private final ConcurrentLinkedQueue<Kind> failures = new ConcurrentLinkedQueue<>();
    private final CountDownLatch asked = new CountDownLatch(1);
    private volatile boolean silent;
    private volatile boolean failAfterWriting;
    private volatile long position;
    private volatile long asOf;

    @Override
    public long begin(int partition) throws DgraphException {
      return position(partition);
    }

    @Override
    public long position(int partition) throws DgraphException {
      asked.countDown();
      if (silent) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new DgraphException(Kind.UNAVAILABLE, "interrupted", e);
        }
      }
      return position;
    }

    @Override
    public synchronized Written write(
        int partition, long from, long to, List<GraphChange> changes, Optional<Watermark> watermark)
        throws DgraphException {
      Kind failure = failures.poll();
      if (failure != null && !failAfterWriting) {
        throw new DgraphException(failure, "told to", null);
      }
      if (from != position) {
        return new Written(false, position);
      }
      for (GraphChange change : changes) {
        applied.add(((Element.Node) change.element()).key());
      }
      position = to;
      watermark.ifPresent(newest -> asOf = newest.asOf());
      if (failure != null) {
        throw new DgraphException(failure, "told to, after it was written", null);
      }
      return new Written(true, to);
    }
  }

  /** Writes down what it is told. */
  private static final class Told implements WriterListener {
    private final List<Commit> commits = new CopyOnWriteArrayList<>();
    private final List<Object> troubles = new CopyOnWriteArrayList<>();

    @Override
    public void committed(Commit commit) {
      commits.add(commit);
    }

    @Override
    public void retried(int partition, Kind why) {
      troubles.add(why);
    }

    @Override
    public void outageBegan() {
      troubles.add("away");
    }

    @Override
    public void outageEnded() {
      troubles.add("back");
    }
  }

  private final MemoryStore store = new MemoryStore();
  private final Told told = new Told();
  private final List<Long> rejected = new CopyOnWriteArrayList<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();
  private final CountDownLatch overtaken = new CountDownLatch(1);
  private final PartitionWriter writer =
      new PartitionWriter(
          3,
          store,
          CODEC,
          new RejectedChanges() {
            @Override
            public void reject(
                ConsumerRecord<byte[], byte[]> record, MalformedChangeException why) {
              rejected.add(record.offset());
            }

            @Override
            public void close() {}
          },
          new OutageLog("The store"),
          told,
          new PartitionWriter.Ending() {
            @Override
            public void failed(String why) {
              failures.add(why);
            }

            @Override
            public void overtaken() {
              overtaken.countDown();
            }
          });

  @AfterEach
  void end() throws Exception {
    writer.stop();
    writer.awaitEnd(Duration.ofSeconds(5));
  }

  @SuppressWarnings("NullAway") // Kafka's class says nothing of nulls, and takes them
  private static ConsumerRecord<byte[], byte[]> removal(long offset) {
    byte[] key = CODEC.key(new Element.Node(USER, "u" + offset));
    return new ConsumerRecord<>(
        Topics.GRAPH_CHANGES,
        3,
        offset,
        offset, // as the timestamp
        TimestampType.CREATE_TIME,
        key.length,
        0,
        key,
        null,
        new RecordHeaders(),
        Optional.empty());
  }

  private static ConsumerRecord<byte[], byte[]> nonsense(long offset) {
    byte[] key = CODEC.key(new Element.Node(USER, "u" + offset));
    return new ConsumerRecord<>(Topics.GRAPH_CHANGES, 3, offset, key, new byte[] {1});
  }

  private static ConsumerRecord<byte[], byte[]> watermark(long offset, long asOf) {
    byte[] value = new WatermarkCodec().value(new Watermark(asOf, "id", 4, Map.of()));
    return new ConsumerRecord<>(Topics.GRAPH_CHANGES, 3, offset, WatermarkCodec.key(3), value);
  }

  /** As the poller does: goes where the writer wants to read, and offers what is there. */
  private void poll(long... offsets) throws Exception {
    List<OptionalLong> restart = new ArrayList<>();
    Await.until(
        "the writer says where to read",
        () -> {
          OptionalLong at = writer.inbox().takeRestart();
          restart.add(at);
          return at.isPresent();
        });
    long from = restart.getLast().getAsLong();
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (long offset : offsets) {
      if (offset >= from) {
        records.add(removal(offset));
      }
    }
    writer.inbox().offer(records, offsets[offsets.length - 1] + 1);
  }

  @Test
  @DisplayName("begins where the store stands")
  void begins() throws Exception {
    store.position = 5;
    writer.start();
    poll(3, 4, 5, 6);
    Await.until("all is written", () -> writer.position() == 7);
    assertThat(store.applied).containsExactly("u5", "u6");
  }

  @Test
  @DisplayName("moves over the gaps that compaction leaves, before, between and after records")
  void gaps() throws Exception {
    writer.start();
    poll(2, 5);
    Await.until("all is written", () -> writer.position() == 6);
    writer.inbox().offer(List.of(), 9);
    Await.until("the gap at the end is passed", () -> writer.position() == 9);
    assertThat(store.position).isEqualTo(9);
    assertThat(store.applied).containsExactly("u2", "u5");
  }

  @Test
  @DisplayName("writes again what was aborted or not answered, until it is")
  void again() throws Exception {
    store.failures.addAll(List.of(Kind.ABORTED, Kind.UNAVAILABLE, Kind.DEADLINE_EXCEEDED));
    writer.start();
    poll(0, 1);
    Await.until("all is written", () -> writer.position() == 2);
    assertThat(store.applied).containsExactly("u0", "u1");
    assertThat(failures).isEmpty();
  }

  @Test
  @DisplayName("tells a listener of every commit, and of what came before it")
  void listener() throws Exception {
    store.failures.addAll(List.of(Kind.ABORTED, Kind.UNAVAILABLE, Kind.DEADLINE_EXCEEDED));
    writer.start();
    poll(0, 1);
    Await.until("all is told", () -> told.commits.size() == 1);
    assertThat(told.troubles)
        .containsExactly(Kind.ABORTED, Kind.UNAVAILABLE, "away", Kind.DEADLINE_EXCEEDED, "back");
    assertThat(told.commits.getFirst())
        .usingRecursiveComparison()
        .ignoringFields("took")
        .isEqualTo(
            new WriterListener.Commit(
                3, 2, 2, OptionalLong.of(1), Optional.empty(), Duration.ZERO));
    assertThat(told.commits.getFirst().took()).isPositive();
    writer.inbox().offer(List.of(), 9);
    Await.until("the gap is told", () -> told.commits.size() == 2);
    assertThat(told.commits.getLast().newest()).isEmpty();
    assertThat(told.commits.getLast().position()).isEqualTo(9);
  }

  @Test
  @DisplayName("writes nothing twice if the answer was lost after the write")
  void answerLost() throws Exception {
    store.failAfterWriting = true;
    store.failures.add(Kind.UNAVAILABLE);
    writer.start();
    poll(0, 1);
    Await.until("all is written", () -> writer.position() == 2);
    assertThat(store.applied).containsExactly("u0", "u1");
  }

  @Test
  @DisplayName("writes nothing more and ends if another one wrote the partition meanwhile")
  void overtaken() throws Exception {
    writer.start();
    poll(0);
    Await.until("it is written", () -> writer.position() == 1);
    store.position = 3;
    writer.inbox().offer(List.of(removal(1), removal(2), removal(3)), 4);
    overtaken.await();
    writer.inbox().offer(List.of(removal(4)), 5);
    writer.awaitEnd(Duration.ofSeconds(50));
    assertThat(store.applied).containsExactly("u0");
    assertThat(writer.position()).isEqualTo(1);
    assertThat(failures).isEmpty();
  }

  @Test
  @DisplayName("ends even if the other one wrote the very same batch: only its own may be repeated")
  void sameBatchByAnother() throws Exception {
    writer.start();
    poll(0);
    Await.until("it is written", () -> writer.position() == 1);
    store.position = 2;
    writer.inbox().offer(List.of(removal(1)), 2);
    overtaken.await();
    assertThat(told.commits).hasSize(1);
  }

  @Test
  @DisplayName("ends if the store was set back")
  void setBack() throws Exception {
    store.position = 5;
    writer.start();
    poll(5);
    Await.until("it is written", () -> writer.position() == 6);
    store.position = 2;
    writer.inbox().offer(List.of(removal(6)), 7);
    overtaken.await();
    assertThat(store.applied).containsExactly("u5");
  }

  @Test
  @DisplayName("puts aside what is no change, and writes its neighbours")
  void rejects() throws Exception {
    writer.start();
    poll(0);
    writer.inbox().offer(List.of(removal(1), nonsense(2), removal(3)), 4);
    Await.until("all is written", () -> writer.position() == 4);
    assertThat(store.applied).containsExactly("u0", "u1", "u3");
    assertThat(rejected).containsExactly(2L);
  }

  @Test
  @DisplayName(
      "writes the newest watermark with the changes before it, and counts it for no change")
  void watermarks() throws Exception {
    writer.start();
    poll(0);
    Await.until("the first is written", () -> writer.position() == 1);
    writer.inbox().offer(List.of(removal(1), watermark(2, 70), removal(3), watermark(4, 90)), 5);
    Await.until("all is written", () -> writer.position() == 5);
    assertThat(store.asOf).isEqualTo(90);
    writer.inbox().offer(List.of(watermark(5, 110)), 6);
    Await.until("it is told", () -> told.commits.size() == 3);
    assertThat(store.asOf).isEqualTo(110);
    assertThat(told.commits).extracting(WriterListener.Commit::records).containsExactly(1, 2, 0);
    assertThat(told.commits.getLast().newest()).isEmpty();
    assertThat(store.applied).containsExactly("u0", "u1", "u3");
    assertThat(rejected).isEmpty();
  }

  @Test
  @DisplayName("goes on with a watermark that somebody sent too late, and keeps the newer one")
  void lateWatermark() throws Exception {
    writer.start();
    poll(0);
    writer.inbox().offer(List.of(watermark(1, 90)), 2);
    Await.until("it is written", () -> store.asOf == 90);
    writer.inbox().offer(List.of(watermark(2, 70), removal(3)), 4);
    Await.until("all is written", () -> writer.position() == 4);
    assertThat(store.asOf).isEqualTo(90);
  }

  @Test
  @DisplayName(
      "believes no watermark before the end at which it began: changes may be missing there")
  void behind() throws Exception {
    writer.behindUntil(3);
    writer.start();
    poll(0);
    writer.inbox().offer(List.of(watermark(1, 70), removal(2)), 3);
    Await.until("all is written", () -> writer.position() == 3);
    assertThat(store.asOf).isZero();
    writer.inbox().offer(List.of(watermark(3, 80)), 4);
    Await.until("it is written", () -> store.asOf == 80);
  }

  @Test
  @DisplayName("says so if the store refuses, and ends")
  void refused() throws Exception {
    store.failures.add(Kind.REFUSED);
    writer.start();
    poll(0);
    Await.until("it fails", () -> !failures.isEmpty());
    assertThat(failures).containsExactly("Dgraph refuses the changes: told to");
    assertThat(store.applied).isEmpty();
  }

  @Test
  @DisplayName("ends within its time even in a request that is never answered, and is no failure")
  void endsInSilence() throws Exception {
    store.silent = true;
    writer.start();
    store.asked.await();
    writer.stop();
    long start = System.nanoTime();
    writer.awaitEnd(Duration.ofMillis(50));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(failures).isEmpty();
  }
}
