package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.definition.Aggregate.Fold;
import dev.kith.features.definition.Aggregate.Fold.Function;
import dev.kith.features.exact.ExactLongSum;
import dev.kith.features.exact.ExactSum;
import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;
import it.unimi.dsi.fastutil.objects.ObjectOpenHashSet;
import org.jspecify.annotations.Nullable;

/** Takes the values of an attribute, one at an edge, and skips missing ones. One evaluation. */
sealed interface Accumulator {

  void add(EdgeCursor edges, int i);

  /** Null if there was no value and that is not a value of its own. */
  @Nullable Object value();

  /** How many different values there are. */
  static Accumulator distinct(AttributeRef of) {
    return of.attribute().type() == AttributeType.STRING
        ? new DistinctTexts(of, new ObjectOpenHashSet<>())
        : new DistinctBits(of, new LongOpenHashSet());
  }

  static Accumulator fold(Fold fold) {
    boolean isDouble = fold.of().attribute().type() == AttributeType.DOUBLE;
    return switch (fold.function()) {
      case SUM -> isDouble ? new DoubleSum(fold.of(), new ExactSum()) : new LongSum(fold.of());
      case AVG -> new Mean(fold.of(), isDouble, new ExactSum());
      case MIN, MAX ->
          isDouble
              ? new DoubleExtreme(fold.of(), fold.function())
              : new LongExtreme(fold.of(), fold.function());
    };
  }

  record DistinctTexts(AttributeRef of, ObjectOpenHashSet<String> values) implements Accumulator {
    @Override
    public void add(EdgeCursor edges, int i) {
      String text = edges.text(of, i);
      if (text != null) {
        values.add(text);
      }
    }

    @Override
    public Long value() {
      return (long) values.size();
    }
  }

  record DistinctBits(AttributeRef of, LongOpenHashSet values) implements Accumulator {
    private static final long NEGATIVE_ZERO = Double.doubleToRawLongBits(-0.0);

    @Override
    public void add(EdgeCursor edges, int i) {
      if (edges.has(of, i)) {
        long bits = edges.bits(of, i);
        boolean zero = of.attribute().type() == AttributeType.DOUBLE && bits == NEGATIVE_ZERO;
        values.add(zero ? 0 : bits);
      }
    }

    @Override
    public Long value() {
      return (long) values.size();
    }
  }

  record DoubleSum(AttributeRef of, ExactSum total) implements Accumulator {
    @Override
    public void add(EdgeCursor edges, int i) {
      if (edges.has(of, i)) {
        total.add(Double.longBitsToDouble(edges.bits(of, i)));
      }
    }

    @Override
    public Double value() {
      return total.sum();
    }
  }

  record LongSum(AttributeRef of, ExactLongSum total) implements Accumulator {
    LongSum(AttributeRef of) {
      this(of, new ExactLongSum());
    }

    @Override
    public void add(EdgeCursor edges, int i) {
      total.add(edges.bits(of, i)); // a missing one reads as 0
    }

    @Override
    public Long value() {
      return total.sum();
    }
  }

  record Mean(AttributeRef of, boolean isDouble, ExactSum total) implements Accumulator {
    @Override
    public void add(EdgeCursor edges, int i) {
      if (edges.has(of, i)) {
        long bits = edges.bits(of, i);
        if (isDouble) {
          total.add(Double.longBitsToDouble(bits));
        } else {
          total.add(bits);
        }
      }
    }

    @Override
    public @Nullable Double value() {
      return total.count() == 0 ? null : total.mean();
    }
  }

  /** Least or greatest of ints or timestamps. */
  final class LongExtreme implements Accumulator {
    private final AttributeRef of;
    private final boolean least;
    private boolean any;
    private long extreme;

    LongExtreme(AttributeRef of, Function function) {
      this.of = of;
      this.least = function == Function.MIN;
    }

    @Override
    public void add(EdgeCursor edges, int i) {
      if (edges.has(of, i)) {
        long value = edges.bits(of, i);
        if (!any || (least ? value < extreme : value > extreme)) {
          extreme = value;
          any = true;
        }
      }
    }

    @Override
    public @Nullable Long value() {
      return any ? extreme : null;
    }
  }

  /** Least or greatest of doubles; -0.0 is less than 0.0, so that the order does not matter. */
  final class DoubleExtreme implements Accumulator {
    private final AttributeRef of;
    private final boolean least;
    private boolean any;
    private double extreme;

    DoubleExtreme(AttributeRef of, Function function) {
      this.of = of;
      this.least = function == Function.MIN;
    }

    @Override
    public void add(EdgeCursor edges, int i) {
      if (edges.has(of, i)) {
        double value = Double.longBitsToDouble(edges.bits(of, i));
        if (!any) {
          extreme = value;
        } else {
          extreme = least ? Math.min(extreme, value) : Math.max(extreme, value);
        }
        any = true;
      }
    }

    @Override
    public @Nullable Double value() {
      return any ? extreme : null;
    }
  }
}
