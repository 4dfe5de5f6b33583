package dev.kith.ingest.watermark;

import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells again and again how far ingest has come: takes the time, asks where the CDC topics end, and
 * once the mapping has committed all of that, sends a {@link Watermark} after what it mapped, into
 * every partition in which changes are put in order. From there it goes on in the order of the
 * changes, so wherever it stands, what it speaks of stands before it.
 *
 * <p>What was true when it was sent stays true, however late it arrives and whoever sent it; so
 * several processes may send, and one that was taken for dead does no harm. That holds for the
 * topics as they are: if a CDC topic is made anew, nothing more is sent until ingest starts again,
 * and a watermark names the {@code kith.graph-changes} that it is meant for.
 *
 * <p>Nothing waits for it. While Kafka is away, or something is wrong, what is known grows older.
 */
public final class WatermarkPublisher implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(WatermarkPublisher.class);

  /** How often one is sent while nothing comes. */
  static final Duration IDLE = Duration.ofSeconds(1);

  private static final Duration AFTER_ERROR = Duration.ofSeconds(1);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  /**
   * Between which topics it stands.
   *
   * @param sources the CDC topics
   * @param ordering the topic in which changes are put in order
   * @param partitions of that one, and of {@code kith.graph-changes}
   * @param changesId the identity of {@code kith.graph-changes}
   */
  public record Route(List<String> sources, String ordering, int partitions, String changesId) {}

  private final Route route;
  private final TopicOffsets offsets;
  private final BooleanSupplier isTurn;
  private final Duration interval;
  private final InstantSource clock;
  private final Consumer<Optional<Watermark>> onSent;
  private final Producer<byte[], byte[]> producer;
  private final EmptyTails tails;
  private final WatermarkCodec codec = new WatermarkCodec();
  private final Candidates candidates = new Candidates(IDLE);
  private final Map<String, Uuid> sourceIds = new HashMap<>();
  private final StopSignal stop = new StopSignal();
  private final Thread thread;

  /**
   * @param kafka the properties that all Kafka clients share
   * @param admin stays open until this is closed
   * @param group that maps the CDC topics
   * @param isTurn whether this process should send, rather than another one
   * @param interval how often, while something comes
   * @param onSent told what every partition has got; empty while another process should send
   */
  public WatermarkPublisher(
      Route route,
      Map<String, Object> kafka,
      Admin admin,
      String group,
      BooleanSupplier isTurn,
      Duration interval,
      InstantSource clock,
      Consumer<Optional<Watermark>> onSent) {
    this.route = route;
    this.offsets = new TopicOffsets(admin, group);
    this.isTurn = isTurn;
    this.interval = interval;
    this.clock = clock;
    this.onSent = onSent;
    Map<String, Object> sending = new HashMap<>(kafka);
    sending.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    sending.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 5_000);
    this.producer =
        new KafkaProducer<>(sending, new ByteArraySerializer(), new ByteArraySerializer());
    this.tails = new EmptyTails(() -> consumer(kafka));
    this.thread = Thread.ofPlatform().daemon().name("kith-watermarks").unstarted(this::run);
  }

  private static KafkaConsumer<byte[], byte[]> consumer(Map<String, Object> kafka) {
    Map<String, Object> reading = new HashMap<>(kafka);
    reading.remove(ConsumerConfig.GROUP_ID_CONFIG);
    reading.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    reading.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
    reading.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    reading.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 1);
    reading.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 1);
    reading.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 5_000);
    return new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  public WatermarkPublisher start() {
    thread.start();
    return this;
  }

  private void run() {
    boolean ended = false;
    while (!ended) {
      ended = stop.await(look() ? interval : AFTER_ERROR);
    }
  }

  /** Whether Kafka said all that was asked. */
  private boolean look() {
    try {
      if (isTurn.getAsBoolean()) {
        candidate().ifPresent(candidates::offer);
        sendReached();
      } else {
        candidates.clear();
        onSent.accept(Optional.empty());
      }
      return true;
    } catch (InterruptException e) {
      LOG.debug("Stopped", e);
    } catch (KafkaException e) {
      LOG.debug("Kafka does not say how far ingest is", e);
    } catch (RuntimeException e) { // else nothing more would be sent
      LOG.error("A defect in the sending of watermarks", e);
    }
    return false;
  }

  private void sendReached() {
    Optional<Candidate> oldest = candidates.oldest();
    if (oldest.isPresent()) {
      Map<TopicPartition, Long> done = offsets.done(oldest.get().ends().keySet());
      tails.pass(done, oldest.get().ends());
      candidates.takeReached(done).ifPresent(this::send);
    }
  }

  private void send(Candidate reached) {
    if (offsets.describe(List.of(route.ordering())).isEmpty()) {
      return; // Streams has not made it yet, and the producer should not
    }
    Watermark watermark =
        new Watermark(reached.asOf(), route.changesId(), route.partitions(), reached.positions());
    byte[] value = codec.value(watermark);
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    for (int partition = 0; partition < route.partitions(); partition++) {
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  route.ordering(), partition, WatermarkCodec.key(partition), value)));
    }
    try {
      for (Future<RecordMetadata> each : sent) {
        each.get();
      }
      onSent.accept(Optional.of(watermark));
    } catch (ExecutionException e) {
      throw new KafkaException(e.getCause());
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  /** Where the CDC topics end; empty if it means nothing for what was committed. */
  private Optional<Candidate> candidate() {
    // Before the partitions are asked for, so that one made since holds nothing older.
    long asOf = ChronoUnit.MICROS.between(Instant.EPOCH, clock.instant());
    List<TopicDescription> topics = offsets.describe(route.sources());
    for (TopicDescription topic : topics) {
      Uuid known = sourceIds.computeIfAbsent(topic.name(), name -> topic.topicId());
      if (!known.equals(topic.topicId())) {
        LOG.warn(
            "{} was made anew, and what was committed may be of the old one. How fresh the graph"
                + " is will not be told until ingest starts again.",
            topic.name());
        stop.stop();
        return Optional.empty();
      }
    }
    return Optional.of(new Candidate(asOf, offsets.ends(TopicOffsets.partitionsOf(topics))));
  }

  @Override
  public void close() {
    stop.stop();
    try {
      if (!thread.join(CLOSE)) {
        thread.interrupt(); // it waits for Kafka
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tails.close();
    producer.close(CLOSE);
  }
}
