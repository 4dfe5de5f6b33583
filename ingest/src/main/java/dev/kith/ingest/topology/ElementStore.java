package dev.kith.ingest.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.order.ElementState;
import dev.kith.ingest.order.TableState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What one partition knows of its elements, and of the truncates of each table. One table feeds
 * each type, so the type stands for its table. The truncates are in memory too, since every element
 * is seen as it is after them.
 */
final class ElementStore {
  private final KeyValueStore<byte[], ElementState> store;
  private final ChangeCodec codec;
  private final Map<String, TableState> tables = new HashMap<>();
  private final Set<String> sweeping = new HashSet<>();

  /**
   * @param store elements by their keys; tables by what the keys of their elements begin with; and
   *     something under the name of each type that is being swept
   */
  ElementStore(GraphSchema graph, KeyValueStore<byte[], ElementState> store, ChangeCodec codec) {
    this.store = store;
    this.codec = codec;
    Stream.<ElementType>concat(graph.nodeTypes().stream(), graph.edgeTypes().stream())
        .forEach(
            type -> {
              ElementState stored = store.get(codec.keyPrefix(type));
              if (stored != null) {
                tables.put(type.name(), TableState.of(stored));
              }
              if (store.get(sweepKey(type)) != null) {
                sweeping.add(type.name());
              }
            });
  }

  TableState table(ElementType type) {
    return tables.getOrDefault(type.name(), TableState.UNSEEN);
  }

  void put(ElementType type, TableState state) {
    store.put(codec.keyPrefix(type), state.stored());
    tables.put(type.name(), state);
  }

  /** Whether elements of some type are still to be told of a truncate. */
  boolean isSweeping() {
    return !sweeping.isEmpty();
  }

  /** Elements of a type are still to be told of a truncate, or are not any more. */
  void sweeping(ElementType type, boolean isSweeping) {
    if (isSweeping && sweeping.add(type.name())) {
      store.put(sweepKey(type), ElementState.UNSEEN);
    } else if (!isSweeping && sweeping.remove(type.name())) {
      store.delete(sweepKey(type));
    }
  }

  private static byte[] sweepKey(ElementType type) {
    return type.name().getBytes(UTF_8); // it comes before all keys of the type
  }

  /** The element as it is after the truncates of its table. */
  ElementState element(ElementType type, byte[] key) {
    ElementState stored = store.get(key);
    return (stored == null ? ElementState.UNSEEN : stored).after(table(type));
  }

  void put(byte[] key, ElementState state) {
    store.put(key, state);
  }

  /**
   * The next elements of a type that were seen, in the order of their keys' bytes.
   *
   * @param after a key, or what the keys of the type begin with
   * @param most how many at most
   */
  List<KeyValue<byte[], ElementState>> next(ElementType type, byte[] after, int most) {
    TableState table = table(type);
    List<KeyValue<byte[], ElementState>> elements = new ArrayList<>();
    try (KeyValueIterator<byte[], ElementState> found = store.range(after, codec.keyEnd(type))) {
      while (found.hasNext() && elements.size() < most) {
        KeyValue<byte[], ElementState> next = found.next();
        if (!Arrays.equals(next.key, after)) {
          elements.add(KeyValue.pair(next.key, next.value.after(table)));
        }
      }
    }
    return elements;
  }
}
