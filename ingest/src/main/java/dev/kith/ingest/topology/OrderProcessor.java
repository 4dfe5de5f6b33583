package dev.kith.ingest.topology;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.order.ElementState;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Applies row changes to the states of their elements, in the order of Kafka, and emits what an
 * element now is whenever a change was taken.
 */
final class OrderProcessor extends ContextualProcessor<byte[], RowChange, byte[], byte[]> {
  static final String STORE = "elements";

  private final ChangeCodec codec;
  private @Nullable KeyValueStore<byte[], ElementState> states;

  OrderProcessor(ChangeCodec codec) {
    this.codec = codec;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    super.init(context);
    states = context.getStateStore(STORE);
  }

  @Override
  public void process(Record<byte[], RowChange> record) {
    Optional<Element> element = element(record.key());
    if (element.isEmpty() || states == null) {
      return; // a type that graph.yaml had when the change was mapped, and has no more
    }
    ElementState stored = states.get(record.key());
    ElementState.Step step = (stored == null ? ElementState.UNSEEN : stored).apply(record.value());
    states.put(record.key(), step.state());
    if (step.taken()) {
      GraphChange change = step.state().change(element.get());
      context().forward(record.withValue(codec.value(change)));
    }
  }

  private Optional<Element> element(byte[] key) {
    try {
      return codec.decode(key, null).map(GraphChange::element);
    } catch (MalformedChangeException e) {
      throw new IllegalStateException("a key that this process did not write", e);
    }
  }
}
