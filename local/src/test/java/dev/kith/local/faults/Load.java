package dev.kith.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.RandomHistory.Order;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.local.DebeziumEvents;
import dev.kith.local.DebeziumEvents.Form;
import dev.kith.local.SchemaRegistration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.avro.Schema;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * A steady load: the histories of a shop, one after the other, published as a connector does, in
 * Debezium's bytes: inserts, updates, deletes, snapshots, key changes, stretches that come again,
 * and every now and then schemas that are new to the registry. What can't be published now is sent
 * again, in its order, for as long as it takes.
 */
final class Load implements AutoCloseable {
  /** The header with the number of the event. */
  static final String NUMBER = "number";

  /** Longer than a history, in milliseconds and in positions. */
  private static final long EPOCH = 1_000_000_000;

  /**
   * What is due in so long is sent at once: whoever dies then has something half done. A moment in
   * which nothing is on its way would show nothing.
   */
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** So many histories are encoded with the same schemas. */
  private static final int HISTORIES_A_SCHEMA = 4;

  private final String registry;
  private final long seed;
  private final int burst;
  private final KafkaProducer<byte[], byte[]> producer;
  private final List<SourceEvent> events = Collections.synchronizedList(new ArrayList<>());
  private final Set<String> users = Collections.synchronizedSet(new TreeSet<>());
  private final List<Future<RecordMetadata>> sent = new ArrayList<>();
  private final Thread thread = Thread.ofPlatform().name("load").daemon().unstarted(this::run);
  private final Gate gate = new Gate();
  private long next = System.nanoTime();
  private volatile List<Long> nows = List.of();
  private volatile boolean closed;

  /** Begins paused. */
  Load(String bootstrapServers, String registry, long seed, int perSecond) {
    this.registry = registry;
    this.seed = seed;
    this.burst = Math.max(1, (int) (perSecond * BURST_NANOS / TimeUnit.SECONDS.toNanos(1)));
    String forever = String.valueOf(Integer.MAX_VALUE);
    producer =
        new KafkaProducer<>(
            Map.of(
                "bootstrap.servers",
                bootstrapServers,
                "acks",
                "all",
                "enable.idempotence",
                "true",
                "max.in.flight.requests.per.connection",
                "1",
                "delivery.timeout.ms",
                forever,
                "max.block.ms",
                forever,
                "request.timeout.ms",
                "5000"),
            new ByteArraySerializer(),
            new ByteArraySerializer());
    thread.start();
  }

  void resume() {
    gate.open();
  }

  /** Publishes no more, and waits until everything is acknowledged. */
  void pause(Duration patience) throws Exception {
    gate.close();
    if (!thread.isAlive()) {
      throw new AssertionError("the load has ended: see what it printed");
    }
    long deadline = System.nanoTime() + patience.toNanos();
    for (Future<RecordMetadata> record : sent) {
      try {
        record.get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        throw new AssertionError("the broker does not take what is published", e);
      } catch (ExecutionException e) {
        throw new AssertionError("the broker refuses what is published", e);
      }
    }
    sent.clear();
  }

  /** How many events were published. */
  int published() {
    return events.size();
  }

  /** The event that a record carries. */
  SourceEvent event(int number) {
    return events.get(number);
  }

  /** All keys that a user ever had. */
  Set<String> users() {
    synchronized (users) {
      return new TreeSet<>(users);
    }
  }

  /** Times to ask for, in epoch microseconds. */
  List<Long> nows() {
    return nows;
  }

  @Override
  public void close() {
    closed = true;
    gate.open();
    producer.close(Duration.ZERO);
  }

  private void run() {
    Map<Form, DebeziumEvents> encoders = Map.of();
    List<Form> forms = List.of(Form.values());
    for (int i = 0; !closed; i++) {
      RandomHistory history =
          RandomHistory.of(seed * 1_000_000 + i, RandomHistory.Source.SOUND, Order.BOTH)
              .later(i * EPOCH);
      users.addAll(history.users());
      nows = history.nows();
      if (i % HISTORIES_A_SCHEMA == 0) {
        encoders = encoders(i);
      }
      Form form = forms.get(i % forms.size());
      publish(form.of(history.events()), Objects.requireNonNull(encoders.get(form)));
    }
  }

  private void publish(List<SourceEvent> history, DebeziumEvents encoder) {
    for (SourceEvent event : history) {
      DebeziumEvents.Bytes bytes = encoder.encode(event);
      ProducerRecord<byte[], byte[]> record =
          new ProducerRecord<>(event.table().topic(), bytes.key(), bytes.value());
      record.headers().add(NUMBER, String.valueOf(events.size()).getBytes(UTF_8));
      gate.pass(
          () -> {
            if (!closed) {
              events.add(event);
              sent.add(producer.send(record));
            }
          });
      if (events.size() % burst == 0) {
        next = Math.max(next + BURST_NANOS, System.nanoTime());
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  /**
   * One for each form, with schemas that the registry does not know yet. Not those of keys: their
   * ids are part of the keys' bytes, and so decide the partition.
   */
  private Map<Form, DebeziumEvents> encoders(int version) {
    SchemaRegistration registration = SchemaRegistration.at(registry);
    SchemaRegistration anew =
        (subject, schema) -> {
          if (subject.endsWith("-key")) {
            return registration.id(subject, schema);
          }
          Schema changed = new Schema.Parser().parse(schema.toString());
          changed.addProp("version", version);
          return registration.id(subject, changed);
        };
    Map<Form, DebeziumEvents> out = new EnumMap<>(Form.class);
    for (Form form : Form.values()) {
      out.put(form, new DebeziumEvents(form, anew));
    }
    return out;
  }
}
