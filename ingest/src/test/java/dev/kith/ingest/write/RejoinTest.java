package dev.kith.ingest.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import dev.kith.ingest.Await;
import dev.kith.ingest.BrokerExtension;
import dev.kith.ingest.TestBroker;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A writer that finds Dgraph elsewhere than it left it")
@ExtendWith({BrokerExtension.class, DgraphExtension.class})
@Timeout(240)
class RejoinTest {
  private static final GraphSchema GRAPH = GraphYaml.load("");
  private static final NodeType USER = GRAPH.nodeType("user").orElseThrow();
  private static final Changes CHANGES = new Changes(GRAPH);
  private static final ChangeCodec CODEC = new ChangeCodec(GRAPH);
  private static final int PARTITIONS = 4;
  private static final int USERS = 40;

  private final TestBroker broker;
  private final Dgraph dgraph;
  private final Map<String, Long> expected = new HashMap<>();
  private final List<String> failures = new CopyOnWriteArrayList<>();

  RejoinTest(TestBroker broker, DgraphServer server) {
    this.broker = broker;
    this.dgraph = Dgraph.connect(List.of(server.address()));
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
    broker
        .admin()
        .createTopics(List.of(new NewTopic(Topics.GRAPH_CHANGES, PARTITIONS, (short) 1)))
        .all()
        .get();
    empty();
    expected.clear();
  }

  @AfterEach
  void close() {
    broker.detour().open();
    dgraph.close();
  }

  private void empty() throws DgraphException {
    dgraph.dropAll();
    dgraph.applySchema(GRAPH);
  }

  /** Dgraph, and a process in front of it that can be frozen. */
  private final class Store implements ChangeStore {
    private final DgraphWriter writer = new DgraphWriter(dgraph, GRAPH, "topic");
    private final ReentrantReadWriteLock frozen = new ReentrantReadWriteLock();
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger applied = new AtomicInteger();
    private final List<Written> inVain = new CopyOnWriteArrayList<>();

    @Override
    public long begin(int partition) throws DgraphException {
      return writer.begin(partition);
    }

    @Override
    public long position(int partition) throws DgraphException {
      return writer.position(partition);
    }

    @Override
    public Written write(
        int partition, long from, long to, List<GraphChange> changes, Optional<Watermark> watermark)
        throws DgraphException {
      waiting.incrementAndGet();
      frozen.readLock().lock();
      try {
        waiting.decrementAndGet();
        Written written = writer.write(partition, from, to, changes, watermark);
        if (written.applied()) {
          applied.incrementAndGet();
        } else {
          inVain.add(written);
        }
        return written;
      } finally {
        frozen.readLock().unlock();
      }
    }
  }

  private ChangeConsumer started(Store store, String address, Map<String, Object> more) {
    Map<String, Object> kafka = new HashMap<>(more);
    kafka.put("bootstrap.servers", address);
    ChangeConsumer consumer =
        ChangeConsumer.of(kafka, store, CODEC, WriterListener.none(), failures::add);
    consumer.start();
    return consumer;
  }

  /** Puts and removes users at random, some twice. */
  private void send(Random random, int count) throws Exception {
    for (int i = 0; i < count; i++) {
      String user = "u" + random.nextInt(USERS);
      long age = random.nextInt(100);
      boolean remove = random.nextInt(4) == 0;
      GraphChange change =
          remove ? CHANGES.removeNode("user", user) : CHANGES.node("user", user, "age", age);
      for (int times = random.nextInt(6) == 0 ? 2 : 1; times > 0; times--) {
        broker.send(Topics.GRAPH_CHANGES, CODEC.key(change.element()), CODEC.value(change));
      }
      if (remove) {
        expected.remove(user);
      } else {
        expected.put(user, age);
      }
    }
  }

  private Map<String, Long> ages() throws DgraphException {
    var age = USER.attribute("age").orElseThrow();
    EgoShape shape = new EgoShape(USER, Set.of(age), List.of());
    EgoGraphReader reader = new EgoGraphReader(dgraph, GRAPH);
    Map<String, Long> ages = new HashMap<>();
    for (int i = 0; i < USERS; i++) {
      String user = "u" + i;
      GraphView view = reader.read(shape, user, 0, Duration.ofSeconds(20));
      int node = view.node(USER, user);
      Row row = node == GraphView.NO_NODE ? null : view.row(USER, node);
      if (row != null && row.has(age)) {
        ages.put(user, row.bits(age));
      }
    }
    return ages;
  }

  private void awaitAll() throws Exception {
    DgraphWriter asking = new DgraphWriter(dgraph, GRAPH, "topic");
    Map<Integer, Long> ends = new HashMap<>();
    broker
        .read(Topics.GRAPH_CHANGES)
        .forEach(record -> ends.merge(record.partition(), record.offset() + 1, Math::max));
    for (Map.Entry<Integer, Long> end : ends.entrySet()) {
      Await.until(
          "partition " + end.getKey() + " is written up to " + end.getValue(),
          () -> {
            assertThat(failures).isEmpty();
            return asking.position(end.getKey()) == end.getValue();
          });
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "group.protocol=classic",
        "group.protocol=consumer",
        "partition.assignment.strategy"
            + "=org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
      })
  @DisplayName("joins its group anew and goes on by itself, also if Dgraph was emptied")
  void emptied(String setting) throws Exception {
    String[] parts = setting.split("=", 2);
    Store store = new Store();
    Random random = new Random(1);
    try (ChangeConsumer running = started(store, broker.address(), Map.of(parts[0], parts[1]))) {
      send(random, 100);
      awaitAll();
      empty();
      send(random, 20);
      awaitAll();
      assertThat(ages()).isEqualTo(expected);
      assertThat(store.inVain).isNotEmpty();
      assertThat(running.position(0)).isPositive();
    }
  }

  @Test
  @DisplayName(
      "wakes up beside the one that took over, writes nothing old, and gets its share again")
  void frozen() {
    Seeds.each(3, this::checkFrozen);
  }

  private void checkFrozen(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, Object> hasty = Map.of("session.timeout.ms", 1000, "heartbeat.interval.ms", 200);
    Store zombies = new Store();
    Store others = new Store();
    try (ChangeConsumer zombie = started(zombies, broker.detour().address(), hasty)) {
      send(random, 50);
      awaitAll();
      zombies.frozen.writeLock().lock();
      send(random, 100);
      Await.until(
          "every partition has a batch to write", () -> zombies.waiting.get() == PARTITIONS);
      broker.detour().stall();
      try (ChangeConsumer other = started(others, broker.address(), hasty)) {
        send(random, 50);
        awaitAll();
        int appliedByZombie = zombies.applied.get();
        assertThat(others.applied.get()).isPositive();

        zombies.frozen.writeLock().unlock();
        send(random, 20);
        Await.until("it has tried", () -> zombies.inVain.size() == PARTITIONS);
        assertThat(zombies.applied.get()).isEqualTo(appliedByZombie);
        awaitAll();
        assertThat(ages()).isEqualTo(expected);

        broker.detour().open();
        Await.until(
            "it writes partitions that the group gave it",
            () -> {
              send(random, 5);
              awaitAll();
              return zombies.applied.get() > appliedByZombie;
            });
        assertThat(ages()).isEqualTo(expected);
        assertThat(zombie.position(0)).isEqualTo(other.position(0));
      }
    }
  }
}
