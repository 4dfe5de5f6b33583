package dev.kith.ingest.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.cdc.RowChange.Sweep;
import dev.kith.ingest.cdc.RowChange.Truncate;
import dev.kith.ingest.cdc.ToOrder;
import dev.kith.ingest.order.ElementState;
import dev.kith.ingest.order.TableState;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Applies row changes to the states of their elements, in the order of Kafka, and emits what an
 * element now is whenever a change was taken.
 *
 * <p>A truncate counts at once: from then on every element, seen before or not, is as it is after
 * it. What the elements of the type now are is emitted in a sweep over them, {@link #SLICE} at a
 * time, since there may be millions: the rest of it is a record that goes to the end of the
 * partition. So other changes go on meanwhile; and since that record is committed as any other, a
 * crash repeats the last slices, and loses none.
 *
 * <p>A watermark is passed on, in the order of the partition, so what it speaks of stands before it
 * there too. While a sweep is not over that is not so, and watermarks are dropped; more will come.
 */
final class OrderProcessor extends ContextualProcessor<byte[], ToOrder, byte[], Ordered> {
  static final String STORE = "elements";
  static final int SLICE = 2_000;

  private final GraphSchema graph;
  private final ChangeCodec codec;
  private final String changesId;
  private final TopologyListener listener;
  private @Nullable ElementStore store;

  /**
   * @param changesId the identity of {@code kith.graph-changes}: no watermark is passed on to
   *     another one than it was meant for
   */
  OrderProcessor(
      GraphSchema graph, ChangeCodec codec, String changesId, TopologyListener listener) {
    this.graph = graph;
    this.codec = codec;
    this.changesId = changesId;
    this.listener = listener;
  }

  @Override
  public void init(ProcessorContext<byte[], Ordered> context) {
    super.init(context);
    store = new ElementStore(graph, context.getStateStore(STORE), codec);
  }

  @Override
  public void process(Record<byte[], ToOrder> record) {
    if (store == null) {
      throw new IllegalStateException("a record before init");
    }
    switch (record.value()) {
      case RowChange change -> process(record.withValue(change), store);
      case ToOrder.Mark(Watermark watermark) -> {
        if (watermark.topicId().equals(changesId) && !store.isSweeping()) {
          byte[] key = WatermarkCodec.key(context().taskId().partition());
          context().forward(record.withKey(key).withValue(new Ordered.Mark(watermark)));
        }
      }
    }
  }

  private void process(Record<byte[], RowChange> record, ElementStore elements) {
    if (record.value().content() instanceof Truncate truncate) {
      type(record.key()).ifPresent(type -> truncate(record, type, truncate, elements));
    } else {
      element(record.key()).ifPresent(element -> change(record, element, elements));
    }
  }

  private void change(Record<byte[], RowChange> record, Element element, ElementStore elements) {
    ElementState.Step step = elements.element(element.type(), record.key()).apply(record.value());
    elements.put(record.key(), step.state());
    listener.ordered(element.type(), step.taken(), record.timestamp());
    if (step.taken()) {
      emit(record, element, step.state());
    }
  }

  private void truncate(
      Record<byte[], RowChange> record,
      ElementType type,
      Truncate truncate,
      ElementStore elements) {
    TableState table = elements.table(type);
    if (truncate.sweep().isPresent()) {
      Sweep sweep = truncate.sweep().get();
      if (sweep.number() == table.truncates()) { // a later truncate has a sweep of its own
        sweep(record, type, sweep.after().getBytes(UTF_8), elements);
      }
      return;
    }
    TableState.Step step = table.apply(record.value());
    if (step.taken()) {
      elements.put(type, step.state());
      sweep(record, type, record.key(), elements);
    }
  }

  /** Says what the elements after a key now are: a slice of them, and sends for the rest. */
  private void sweep(
      Record<byte[], RowChange> record, ElementType type, byte[] after, ElementStore elements) {
    List<KeyValue<byte[], ElementState>> slice = elements.next(type, after, SLICE);
    for (KeyValue<byte[], ElementState> next : slice) {
      elements.put(next.key, next.value);
      element(next.key).ifPresent(element -> emit(record.withKey(next.key), element, next.value));
    }
    boolean isMore = slice.size() == SLICE;
    elements.sweeping(type, isMore);
    if (isMore) {
      Sweep rest =
          new Sweep(
              context().taskId().partition(),
              elements.table(type).truncates(),
              new String(slice.getLast().key, UTF_8));
      context().forward(record.withValue(new Ordered.Rest(record.value().rest(rest))));
    }
  }

  private void emit(Record<byte[], RowChange> record, Element element, ElementState state) {
    context().forward(record.withValue(new Ordered.Change(codec.value(state.change(element)))));
  }

  /** Empty if graph.yaml had its type when the record was mapped, and has it no more. */
  private Optional<Element> element(byte[] key) {
    try {
      return codec.decode(key, null).map(GraphChange::element);
    } catch (MalformedChangeException e) {
      throw new IllegalStateException("a key that this process did not write", e);
    }
  }

  private Optional<ElementType> type(byte[] keyPrefix) {
    return graph.elementType(new String(keyPrefix, 0, keyPrefix.length - 1, UTF_8));
  }
}
