package dev.kith.ingest.write;

import dev.kith.dgraph.DgraphException;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Topics;
import dev.kith.ingest.retry.OutageLog;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls {@code kith.graph-changes} and hands each partition's records to its writer. The consumer's
 * group only shares the partitions between processes; where to read is asked of Dgraph, and nothing
 * is committed to Kafka.
 *
 * <p>A process that was frozen may be out of the group, and another one writes its partitions. Its
 * writers notice at their next batch: where Dgraph does not stand where a writer left it, all of
 * them end, and this process joins the group anew.
 *
 * <p>One thread polls, and never waits for Dgraph, so that the group always hears from it: a
 * partition whose writer has enough to do is paused, and so is one whose writer does not know yet
 * where to begin.
 */
public final class ChangeConsumer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeConsumer.class);

  /** The consumer group that shares the partitions. */
  public static final String GROUP = "kith-dgraph-writer";

  private static final Duration POLL = Duration.ofMillis(100);

  /** While a partition is paused, so that it goes on soon after its writer can. */
  private static final Duration POLL_WHILE_PAUSED = Duration.ofMillis(5);

  /** How long an end waits for the batches that are being written, and then for Kafka. */
  private static final Duration END = Duration.ofSeconds(5);

  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);

  private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;
  private final ChangeStore store;
  private final ChangeCodec codec;
  private final RejectedChanges rejected;
  private final WriterListener listener;
  private final PartitionWriter.Ending ending;
  private final OutageLog outages = new OutageLog("Dgraph");
  private final Map<Integer, PartitionWriter> writers = new ConcurrentHashMap<>();
  private final StopSignal stop = new StopSignal();
  private final AtomicBoolean overtaken = new AtomicBoolean();
  private final Thread thread;

  /**
   * @param consumer of a group, without automatic commits; closed at the end
   * @param onFailure told what makes it impossible to go on
   */
  ChangeConsumer(
      org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer,
      ChangeStore store,
      ChangeCodec codec,
      RejectedChanges rejected,
      WriterListener listener,
      Consumer<String> onFailure) {
    this.consumer = consumer;
    this.store = store;
    this.codec = codec;
    this.rejected = rejected;
    this.listener = listener;
    this.ending =
        new PartitionWriter.Ending() {
          @Override
          public void failed(String why) {
            stop.stop();
            onFailure.accept(why);
          }

          @Override
          public void overtaken() {
            overtaken.set(true);
          }
        };
    this.thread = Thread.ofPlatform().name("kith-dgraph-consumer").unstarted(this::run);
  }

  /**
   * Makes one with a consumer of its own.
   *
   * @param kafka the properties that all Kafka clients share
   * @param onFailure told what makes it impossible to go on
   */
  public static ChangeConsumer of(
      Map<String, Object> kafka,
      ChangeStore store,
      ChangeCodec codec,
      WriterListener listener,
      Consumer<String> onFailure) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
    properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    // A position that Kafka does not have is an error, and never an offset of Kafka's choice.
    properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    // What is not is of a topology that was taken for dead, and may be older than what counts.
    properties.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    properties.putIfAbsent(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, BatchSize.LARGEST);
    return new ChangeConsumer(
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()),
        store,
        codec,
        new DeadLetterProducer(kafka),
        listener,
        onFailure);
  }

  public void start() {
    thread.start();
  }

  /**
   * The offset up to which Dgraph holds the changes of a partition: as its writer knows it, if this
   * process has it, else as Dgraph says.
   */
  public long position(int partition) throws DgraphException {
    PartitionWriter writer = writers.get(partition);
    long known = writer == null ? -1 : writer.position();
    return known >= 0 ? known : store.position(partition);
  }

  /**
   * Up to which offset Dgraph holds the partitions that this process has, as their writers know it;
   * -1 where one does not know yet.
   */
  public Map<Integer, Long> positions() {
    Map<Integer, Long> out = new HashMap<>();
    writers.forEach((partition, writer) -> out.put(partition, writer.position()));
    return out;
  }

  private void run() {
    try {
      consumer.subscribe(Set.of(Topics.GRAPH_CHANGES), new Assignment());
      while (!stop.isStopped()) {
        poll();
      }
    } catch (RuntimeException e) {
      LOG.error("The consumer of {} failed", Topics.GRAPH_CHANGES, e);
      ending.failed("the changes can't be read: " + e);
    } finally {
      end(writers.keySet());
      consumer.close(CloseOptions.timeout(END));
      rejected.close();
    }
  }

  /**
   * Leaves the group and joins it again, so that only partitions are written that the group gives
   * out from now on. Not by {@code enforceRebalance}, which takes them away with eager assignors
   * only, and does nothing at all under {@code group.protocol=consumer}.
   */
  private void rejoin() {
    LOG.warn("Leaving the group {} and joining it again.", GROUP);
    consumer.unsubscribe(); // ends all writers
    overtaken.set(false); // also by those that found out meanwhile
    consumer.subscribe(Set.of(Topics.GRAPH_CHANGES), new Assignment());
  }

  private void poll() {
    try {
      if (overtaken.get()) {
        rejoin();
      }
      hand(consumer.poll(consumer.paused().isEmpty() ? POLL : POLL_WHILE_PAUSED));
      for (TopicPartition partition : consumer.assignment()) {
        steer(partition);
      }
    } catch (RetriableException e) {
      LOG.warn("Kafka does not answer the consumer of {}: {}", Topics.GRAPH_CHANGES, e.toString());
      stop.await(AFTER_ERROR);
    } catch (WakeupException e) {
      LOG.debug("The consumer of {} was stopped.", Topics.GRAPH_CHANGES);
    }
  }

  private void hand(ConsumerRecords<byte[], byte[]> records) {
    for (Map.Entry<TopicPartition, OffsetAndMetadata> next : records.nextOffsets().entrySet()) {
      PartitionWriter writer = writers.get(next.getKey().partition());
      if (writer != null) {
        writer.inbox().offer(records.records(next.getKey()), next.getValue().offset());
      }
    }
  }

  /** Goes where the partition's writer wants to read; pauses or resumes. */
  private void steer(TopicPartition partition) {
    PartitionWriter writer = writers.get(partition.partition());
    if (writer == null || writer.position() < 0) {
      return;
    }
    OptionalLong restart = writer.inbox().takeRestart();
    if (restart.isPresent()) {
      try {
        seek(partition, writer, restart.getAsLong());
      } catch (RetriableException e) {
        writer.inbox().restartAt(restart.getAsLong());
        throw e;
      }
    }
    if (writer.inbox().isFull()) {
      consumer.pause(Set.of(partition));
    } else {
      consumer.resume(Set.of(partition));
    }
  }

  private void seek(TopicPartition partition, PartitionWriter writer, long position) {
    long begin = offset(consumer.beginningOffsets(Set.of(partition)), partition);
    long end = offset(consumer.endOffsets(Set.of(partition)), partition);
    if (position < begin || position > end) {
      ending.failed(
          "Dgraph holds partition "
              + partition.partition()
              + " up to offset "
              + position
              + ", but Kafka has it from "
              + begin
              + " to "
              + end
              + ": changes were lost. Restore the topic, or empty Dgraph.");
    } else {
      writer.behindUntil(end);
      consumer.seek(partition, position);
    }
  }

  private static long offset(Map<TopicPartition, Long> offsets, TopicPartition partition) {
    Long offset = offsets.get(partition);
    if (offset == null) {
      throw new KafkaException("Kafka gives no offset of " + partition);
    }
    return offset;
  }

  private void end(Collection<Integer> partitions) {
    Set<Integer> ending = Set.copyOf(partitions);
    for (int partition : ending) {
      PartitionWriter writer = writers.get(partition);
      if (writer != null) {
        writer.stop();
      }
    }
    long deadline = System.nanoTime() + END.toNanos();
    for (int partition : ending) {
      PartitionWriter writer = writers.remove(partition);
      if (writer != null) {
        try {
          writer.awaitEnd(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
        } catch (InterruptedException e) {
          throw new InterruptException(e);
        }
      }
    }
  }

  /** Ends after the batches that are being written, or, if Dgraph does not answer, without them. */
  @Override
  public void close() {
    stop.stop();
    consumer.wakeup(); // it may wait for Kafka
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts a writer for each partition that comes, ends that of each that goes. */
  private final class Assignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      for (TopicPartition partition : partitions) {
        // The writer asks Dgraph where to begin; until then the partition stands anywhere, paused.
        consumer.seek(partition, 0);
        consumer.pause(Set.of(partition));
        PartitionWriter writer =
            new PartitionWriter(
                partition.partition(), store, codec, rejected, outages, listener, ending);
        writers.put(partition.partition(), writer);
        writer.start();
      }
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      end(partitions.stream().map(TopicPartition::partition).toList());
    }
  }
}
