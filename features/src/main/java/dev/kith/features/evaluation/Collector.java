package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.condition.AttributeRef.Owner;
import dev.kith.features.definition.Aggregate;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.features.evaluation.Elements.Seen;
import dev.kith.features.workspace.NodeBits;
import org.jspecify.annotations.Nullable;

/** Makes the value of one feature of the edges at the end of its path. One evaluation. */
sealed interface Collector {

  /** Takes the edges of one more node; each node comes once. */
  void collect(EdgeCursor edges);

  /** Of the Java type of the aggregate's; null if there was nothing to make a value of. */
  @Nullable Object value();

  /**
   * One for a feature.
   *
   * @param nodes none are met yet
   */
  static Collector of(PathAggregate path, long now, NodeBits nodes) {
    Selection selection = Selection.of(path, now);
    Elements elements = Elements.of(path);
    return switch (path.aggregate()) {
      case Aggregate.Count _ -> new Counting(selection, elements);
      case Aggregate.Ratio _ ->
          new Sharing(
              new Counting(selection, elements),
              new Counting(new Selection(selection.windowed(), selection.after(), null), elements));
      case Aggregate.CountSources _ -> new CountingSources(selection);
      case Aggregate.CountValues values when isOncePerNode(path) ->
          new OncePerNode(selection, nodes, Accumulator.distinct(values.of()));
      case Aggregate.CountValues values ->
          new Accumulating(selection, elements.seen(), Accumulator.distinct(values.of()));
      case Aggregate.Fold fold ->
          new Accumulating(selection, elements.seen(), Accumulator.fold(fold));
    };
  }

  /** Whether one edge to a node is enough, since others would bring nothing new. */
  static boolean isOncePerNode(PathAggregate path) {
    return path.aggregate() instanceof Aggregate.CountValues(AttributeRef of)
        && of.owner() == Owner.NODE
        && path.within().isEmpty()
        && path.where().stream()
            .flatMap(where -> where.reads().stream())
            .allMatch(read -> read.owner() != Owner.EDGE);
  }

  /** {@code count}. */
  final class Counting implements Collector {
    private final Selection selection;
    private final boolean all;
    private final Seen seen;
    private long count;

    Counting(Selection selection, Elements elements) {
      this.selection = selection;
      this.all = elements == Elements.EDGES;
      this.seen = elements.seen();
    }

    @Override
    public void collect(EdgeCursor edges) {
      int from = selection.from(edges);
      if (all && selection.matchesAll(edges)) {
        count += edges.end() - from;
        return;
      }
      for (int i = from; i < edges.end(); i++) {
        if (selection.matches(edges, i) && seen.isNew(edges, i)) {
          count++;
        }
      }
    }

    @Override
    public Long value() {
      return count;
    }
  }

  /** {@code ratio}. */
  record Sharing(Counting matching, Counting all) implements Collector {

    @Override
    public void collect(EdgeCursor edges) {
      matching.collect(edges);
      all.collect(edges);
    }

    @Override
    public @Nullable Double value() {
      return all.count == 0 ? null : (double) matching.count / all.count;
    }
  }

  /** {@code count_distinct} of the nodes at which the last hop begins. */
  final class CountingSources implements Collector {
    private final Selection selection;
    private long count;

    CountingSources(Selection selection) {
      this.selection = selection;
    }

    @Override
    public void collect(EdgeCursor edges) {
      for (int i = selection.from(edges); i < edges.end(); i++) {
        if (selection.matches(edges, i)) {
          count++;
          return;
        }
      }
    }

    @Override
    public Long value() {
      return count;
    }
  }

  /** An aggregate over the values of an attribute. */
  record Accumulating(Selection selection, Seen seen, Accumulator accumulator)
      implements Collector {

    @Override
    public void collect(EdgeCursor edges) {
      for (int i = selection.from(edges); i < edges.end(); i++) {
        if (selection.matches(edges, i) && seen.isNew(edges, i)) {
          accumulator.add(edges, i);
        }
      }
    }

    @Override
    public @Nullable Object value() {
      return accumulator.value();
    }
  }

  /** As {@link Accumulating}, where one edge to a node is enough. */
  record OncePerNode(Selection selection, NodeBits met, Accumulator accumulator)
      implements Collector {

    @Override
    public void collect(EdgeCursor edges) {
      for (int i = edges.from(); i < edges.end(); i++) {
        if (met.add(edges.neighbour(i)) && selection.matches(edges, i)) {
          accumulator.add(edges, i);
        }
      }
    }

    @Override
    public @Nullable Object value() {
      return accumulator.value();
    }
  }
}
