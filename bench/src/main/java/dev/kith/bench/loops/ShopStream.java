package dev.kith.bench.loops;

import dev.kith.bench.data.LiveShop;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Changes of an open shop, as objects and as the topic has them: first all of them come, then all
 * that came goes, so they may be applied round and round.
 */
@State(Scope.Benchmark)
public class ShopStream {
  private static final int PUTS = 50_000;

  private final List<GraphChange> changes = new ArrayList<>();
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte @Nullable []> values = new ArrayList<>();
  final ChangeCodec codec = new ChangeCodec(ShopGraph.SCHEMA);
  private int next;

  public ShopStream() {
    LiveShop live = new LiveShop(ShopGraph.SCHEMA, ShopGraph.SHOP, 0, () -> ShopGraph.NOW);
    while (changes.size() < PUTS) {
      GraphChange change = live.next();
      if (!(change instanceof GraphChange.PutNode)) {
        changes.add(change);
      }
    }
    for (int i = 0; i < PUTS; i++) {
      changes.add(new GraphChange.Remove(changes.get(i).element()));
    }
    for (GraphChange change : changes) {
      keys.add(codec.key(change.element()));
      values.add(codec.value(change));
    }
  }

  /** Goes on to the next change. For one thread. */
  void advance() {
    next = (next + 1) % changes.size();
  }

  GraphChange change() {
    return changes.get(next);
  }

  byte[] key() {
    return keys.get(next);
  }

  byte @Nullable [] value() {
    return values.get(next);
  }
}
