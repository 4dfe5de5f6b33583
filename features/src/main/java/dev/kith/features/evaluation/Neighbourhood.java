package dev.kith.features.evaluation;

import dev.kith.features.operator.Ego;
import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** What operators see of one evaluation. */
final class Neighbourhood implements Ego {
  private final Reader reader;
  private final int self;
  private final long now;
  private final Map<Object, Object> shared = new HashMap<>();

  Neighbourhood(Reader reader, int self, long now) {
    this.reader = reader;
    this.self = self;
    this.now = now;
  }

  @Override
  public int self() {
    return self;
  }

  @Override
  public long now() {
    return now;
  }

  @Override
  public Kept edges(Step step, int node) {
    return reader.edges(step, node, now, true);
  }

  @Override
  public void touch(Step step, IntArrayList nodes) {
    reader.touchEdges(step.hop(), nodes, 0, nodes.size());
  }

  @Override
  @SuppressWarnings("unchecked") // a key is of a type that only one kind of value is made for
  public <K, V> V shared(K key, Function<K, V> make) {
    Object known = shared.get(key);
    if (known == null) {
      known = make.apply(key); // which may share in turn, so not computeIfAbsent
      shared.put(key, known);
    }
    return (V) known;
  }

  @Override
  public <T> T reused(Class<T> type, Supplier<T> make) {
    return reader.reused(type, make);
  }
}
