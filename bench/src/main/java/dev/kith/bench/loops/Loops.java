package dev.kith.bench.loops;

import dev.kith.features.FeatureVector;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;

/** What an answer and a change are made of. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Loops {

  /** The whole catalogue of one user. */
  @Benchmark
  public Optional<FeatureVector> evaluateAll(ShopGraph shop) {
    return shop.all.evaluate(shop.graph, shop.user(), shop.now);
  }

  /** The set {@code seed} of one user. */
  @Benchmark
  public Optional<FeatureVector> evaluateSeed(ShopGraph shop) {
    return shop.seed.evaluate(shop.graph, shop.user(), shop.now);
  }

  /** One record of {@code kith.graph-changes}. */
  @Benchmark
  public Optional<GraphChange> decode(ShopStream stream) throws MalformedChangeException {
    stream.advance();
    return stream.codec.decode(stream.key(), stream.value());
  }

  /** One change, half of them deletes. */
  @Benchmark
  public void apply(ShopGraph shop, ShopStream stream) {
    stream.advance();
    shop.graph.apply(stream.change());
  }
}
