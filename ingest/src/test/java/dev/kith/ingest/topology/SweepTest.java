package dev.kith.ingest.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.cdc.RowChange.Origin;
import dev.kith.ingest.cdc.RowChange.Put;
import dev.kith.ingest.cdc.ToOrder;
import dev.kith.ingest.order.ElementState;
import dev.kith.ingest.order.ElementStateCodec;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.processor.api.MockProcessorContext.CapturedForward;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What lies between the slices of a sweep, which no driver of the whole topology shows. */
@DisplayName("The sweep of a truncate")
class SweepTest {
  private static final int SLICES = 3;
  private static final int USERS = (SLICES - 1) * OrderProcessor.SLICE + 1;
  private static final String CHANGES_ID = "id";
  private static final Origin BEFORE = new Origin(10L, 1000L, 0, 0);
  private static final Origin TRUNCATE = new Origin(20L, 1010L, 0, 0);
  private static final Origin AFTER = new Origin(30L, 1020L, 0, 0);

  private final GraphSchema graph = GraphYaml.load("");
  private final KeyValueStore<byte[], ElementState> store =
      Stores.keyValueStoreBuilder(
              Stores.inMemoryKeyValueStore(OrderProcessor.STORE),
              Serdes.ByteArray(),
              new ElementStateCodec().serde())
          .withLoggingDisabled()
          .build();
  private Task task = new Task();

  /** As Streams makes one, and another after a restart; the store outlives it. */
  private final class Task {
    private final MockProcessorContext<byte[], Ordered> context = new MockProcessorContext<>();
    private final OrderProcessor processor =
        new OrderProcessor(graph, new ChangeCodec(graph), CHANGES_ID, TopologyListener.none());

    Task() {
      if (store.isOpen()) {
        context.addStateStore(store);
      } else {
        store.init(context.getStateStoreContext(), store);
        context.addStateStore(store);
      }
      processor.init(context);
    }

    /** What comes out: the keys of changes. */
    Set<String> changes() {
      return context.forwarded().stream()
          .filter(f -> f.record().value() instanceof Ordered.Change)
          .map(f -> new String(f.record().key(), UTF_8))
          .collect(Collectors.toSet());
    }

    /** What it sent to itself, of which there is one record at most. */
    Optional<Record<byte[], RowChange>> rest() {
      for (CapturedForward<? extends byte[], ? extends Ordered> forward : context.forwarded()) {
        if (forward.record().value() instanceof Ordered.Rest rest) {
          return Optional.of(new Record<>(forward.record().key(), rest.truncate(), 0));
        }
      }
      return Optional.empty();
    }

    void process(String key, RowChange change) {
      process(new Record<>(key.getBytes(UTF_8), change, 0));
    }

    void process(Record<byte[], RowChange> record) {
      processor.process(record.withValue((ToOrder) record.value()));
    }

    /** Whether a watermark is passed on. */
    boolean passes(Watermark watermark) {
      context.resetForwards();
      processor.process(new Record<>(new byte[0], new ToOrder.Mark(watermark), 0));
      return context.forwarded().stream()
          .anyMatch(f -> f.record().value().equals(new Ordered.Mark(watermark)));
    }
  }

  private void users(int count) {
    IntStream.range(0, count).forEach(i -> task.process("user/u" + i, put(BEFORE)));
    task = new Task();
  }

  private static RowChange put(Origin origin) {
    return new RowChange(false, origin, new Put(Optional.empty(), Map.of(), Set.of()));
  }

  @Test
  @DisplayName("is over after one slice, if there are no more elements than that")
  void oneSlice() {
    users(OrderProcessor.SLICE - 1);
    task.process("user/", RowChange.truncate(TRUNCATE));
    assertThat(task.changes()).hasSize(OrderProcessor.SLICE - 1);
    assertThat(task.rest()).isEmpty();
  }

  @Test
  @DisplayName("goes on in another task with what the first sent to itself")
  void slices() {
    users(USERS);
    task.process("user/", RowChange.truncate(TRUNCATE));
    Set<String> told = new HashSet<>(task.changes());
    for (int slice = 2; slice <= SLICES; slice++) {
      assertThat(told).hasSize((slice - 1) * OrderProcessor.SLICE);
      Record<byte[], RowChange> rest = task.rest().orElseThrow();
      task = new Task();
      task.process(rest);
      told.addAll(task.changes());
    }
    assertThat(told).hasSize(USERS);
    assertThat(task.rest()).isEmpty();
  }

  @Test
  @DisplayName("need not have come to an element for a change to be dropped that is older")
  void beforeItsTurn() {
    users(USERS);
    task.process("user/", RowChange.truncate(TRUNCATE));
    assertThat(task.changes()).doesNotContain("user/u999", "user/u998");
    task = new Task();
    task.process("user/u999", put(BEFORE));
    task.process("user/u998", put(AFTER));
    assertThat(task.changes()).containsExactly("user/u998");
  }

  @Test
  @DisplayName("leaves alone what came since, though nothing tells that it is newer")
  void countsOnce() {
    users(USERS);
    task.process("user/", RowChange.truncate(TRUNCATE));
    Record<byte[], RowChange> rest = task.rest().orElseThrow();
    task.process("user/u999", put(new Origin(null, null, 1, 1)));
    task = new Task();
    task.process(rest);
    task.process(task.rest().orElseThrow());
    assertThat(task.changes()).contains("user/u999");
    assertThat(store.get("user/u999".getBytes(UTF_8)).row().live()).isTrue();
  }

  @Test
  @DisplayName("lets no watermark pass until its last slice, be it another task that does it")
  void watermarks() {
    Watermark mark = new Watermark(1, CHANGES_ID, 1, Map.of());
    users(USERS);
    assertThat(task.passes(mark)).isTrue();
    task.process("user/", RowChange.truncate(TRUNCATE));
    for (int slice = 2; slice <= SLICES; slice++) {
      Record<byte[], RowChange> rest = task.rest().orElseThrow();
      assertThat(task.passes(mark)).isFalse();
      task = new Task();
      assertThat(task.passes(mark)).isFalse();
      task.process(rest);
    }
    assertThat(task.passes(mark)).isTrue();
    assertThat(new Task().passes(mark)).isTrue();
  }

  @Test
  @DisplayName("of one type is over, and that of another is not, when a watermark comes")
  void watermarksOfSeveralTypes() {
    Watermark mark = new Watermark(1, CHANGES_ID, 1, Map.of());
    users(USERS);
    task.process("user/", RowChange.truncate(TRUNCATE));
    task.process("product/", RowChange.truncate(TRUNCATE));
    assertThat(task.passes(mark)).isFalse();
  }

  @Test
  @DisplayName("is of one topic of changes: a watermark for another is not passed on")
  void foreignWatermark() {
    assertThat(task.passes(new Watermark(1, "another", 1, Map.of()))).isFalse();
  }

  @Test
  @DisplayName("ends when a later truncate has begun one of its own")
  void overtaken() {
    users(USERS);
    task.process("user/", RowChange.truncate(TRUNCATE));
    Record<byte[], RowChange> rest = task.rest().orElseThrow();
    task.process("user/", RowChange.truncate(AFTER));
    task = new Task();
    task.process(rest);
    assertThat(task.changes()).isEmpty();
    assertThat(task.rest()).isEmpty();
  }
}
