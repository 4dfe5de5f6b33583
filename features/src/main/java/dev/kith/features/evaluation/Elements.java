package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef.Owner;
import dev.kith.features.definition.Aggregate;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.graph.schema.Hop;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import it.unimi.dsi.fastutil.longs.LongOpenHashSet;

/** What a feature counts and aggregates at the end of its path, each once. */
enum Elements {
  /** Edges. Every path leads to each only once, since its nodes are visited once. */
  EDGES,
  /** The nodes that the edges lead to. */
  NODES,
  /** Edges that can be walked in both directions, so that a path may lead to one twice. */
  SYMMETRIC_EDGES;

  static Elements of(PathAggregate path) {
    Hop last = path.last();
    if (last.edge().keyed() || path.path().size() == 1) {
      return EDGES;
    }
    boolean ofEdges =
        switch (path.aggregate()) {
          case Aggregate.Fold fold -> fold.of().owner() == Owner.EDGE;
          case Aggregate.CountValues values -> values.of().owner() == Owner.EDGE;
          case Aggregate.Count _, Aggregate.Ratio _, Aggregate.CountSources _ -> false;
        };
    if (!ofEdges) {
      return NODES;
    }
    return last.edge().symmetric() ? SYMMETRIC_EDGES : EDGES;
  }

  Seen seen() {
    return switch (this) {
      case EDGES -> (edges, i) -> true;
      case NODES -> {
        IntOpenHashSet nodes = new IntOpenHashSet();
        yield (edges, i) -> nodes.add(edges.neighbour(i));
      }
      case SYMMETRIC_EDGES -> {
        LongOpenHashSet pairs = new LongOpenHashSet();
        yield (edges, i) -> pairs.add(pair(edges.source(), edges.neighbour(i)));
      }
    };
  }

  /** Remembers what was met in one evaluation. */
  @FunctionalInterface
  interface Seen {
    /** Whether edge {@code i} leads to an element that was not met before; from now on it was. */
    boolean isNew(EdgeCursor edges, int i);
  }

  private static long pair(int a, int b) {
    return ((long) Math.min(a, b) << 32) | Math.max(a, b);
  }
}
