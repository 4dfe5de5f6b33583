package dev.kith.features.evaluation;

import dev.kith.features.condition.AttributeRef;
import dev.kith.features.definition.Aggregate;
import dev.kith.features.definition.FeatureDefinition.PathAggregate;
import dev.kith.features.evaluation.Elements.Seen;
import dev.kith.features.evidence.AttributeValues;
import dev.kith.features.evidence.Evidence;
import dev.kith.features.path.Kept;
import dev.kith.features.path.Step;
import dev.kith.features.path.Trail;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Tells what the value of a feature is made of that follows a path: of edges at its end, those of
 * the newest nodes before first. What several ways lead to is told by the first. One evaluation.
 */
final class PathEvidence {
  private final Reader reader;
  private final NodeType entity;
  private final int self;
  private final Row selfRow;
  private final long now;

  PathEvidence(Reader reader, NodeType entity, int self, Row selfRow, long now) {
    this.reader = reader;
    this.entity = entity;
    this.self = self;
    this.selfRow = selfRow;
    this.now = now;
  }

  /** What is done with an edge at the end of the path that the feature is about. */
  private interface Visitor {
    void visit(Trail trail, EdgeCursor edges, int i);
  }

  /**
   * Tells of a count each, of a count of nodes or values the newest edge of each, of a sum or mean
   * each that has a value, of a least or greatest value those that have it.
   */
  void tell(PathAggregate path, Evidence evidence) {
    Seen seen = Elements.of(path).seen();
    switch (path.aggregate()) {
      case Aggregate.Count _, Aggregate.Ratio _ ->
          visit(
              path,
              (trail, edges, i) -> {
                if (seen.isNew(edges, i)) {
                  evidence.add(trail);
                }
              });
      case Aggregate.CountSources _ -> {
        IntOpenHashSet sources = new IntOpenHashSet();
        visit(
            path,
            (trail, edges, i) -> {
              if (sources.add(edges.source())) {
                evidence.add(trail);
              }
            });
      }
      case Aggregate.CountValues(AttributeRef of) -> {
        Accumulator values = Accumulator.distinct(of);
        visit(
            path,
            (trail, edges, i) -> {
              Object before = values.value();
              values.add(edges, i);
              if (!Objects.equals(values.value(), before)) {
                evidence.add(trail, edges.value(of, i));
              }
            });
      }
      case Aggregate.Fold fold -> tell(fold, path, seen, evidence);
    }
  }

  private void tell(Aggregate.Fold fold, PathAggregate path, Seen seen, Evidence evidence) {
    record Piece(Trail trail, Object part) {}
    List<Piece> pieces = new ArrayList<>();
    Accumulator values = Accumulator.fold(fold);
    visit(
        path,
        (trail, edges, i) -> {
          if (edges.has(fold.of(), i) && seen.isNew(edges, i)) {
            values.add(edges, i);
            pieces.add(new Piece(trail, edges.value(fold.of(), i)));
          }
        });
    switch (fold.function()) {
      case SUM, AVG -> {}
      case MIN, MAX -> {
        Object extreme = values.value();
        if (extreme != null) {
          Object part = AttributeValues.value(fold.of().attribute().type(), extreme);
          pieces.removeIf(piece -> !piece.part().equals(part));
        }
      }
    }
    pieces.forEach(piece -> evidence.add(piece.trail(), piece.part()));
  }

  /**
   * A node on the way.
   *
   * @param trail that led to it; empty for the asked node
   */
  private record Place(int node, Optional<Trail> trail) {
    Trail on(Step step, Kept kept, int i) {
      return trail.map(t -> t.then(step, kept, i)).orElseGet(() -> Trail.of(step, kept, i));
    }
  }

  private void visit(PathAggregate path, Visitor visitor) {
    List<Place> places = List.of(new Place(self, Optional.empty()));
    List<Step> before = path.path().subList(0, path.path().size() - 1);
    for (Step step : before) {
      places = beyond(step, places);
    }
    Step last = path.path().getLast();
    Selection selection = Selection.of(path, now);
    EdgeCursor cursor = cursor(last);
    for (Place place : places) {
      Kept kept = kept(last, place);
      cursor.show(place.node(), kept);
      int from = selection.from(cursor);
      for (int i = cursor.end() - 1; i >= from; i--) {
        if (selection.matches(cursor, i)) {
          visitor.visit(place.on(last, kept, i), cursor, i);
        }
      }
    }
  }

  /** The places to which a step leads, each by the first way. */
  private List<Place> beyond(Step step, List<Place> places) {
    List<Place> out = new ArrayList<>();
    IntOpenHashSet known = new IntOpenHashSet();
    EdgeCursor cursor = cursor(step);
    for (Place place : places) {
      Kept kept = kept(step, place);
      cursor.show(place.node(), kept);
      for (int i = cursor.end() - 1; i >= cursor.from(); i--) {
        if (!cursor.returns(i) && known.add(cursor.neighbour(i))) {
          out.add(new Place(cursor.neighbour(i), Optional.of(place.on(step, kept, i))));
        }
      }
    }
    return out;
  }

  private Kept kept(Step step, Place place) {
    return reader.edges(step, place.node(), now, true);
  }

  private EdgeCursor cursor(Step step) {
    NodeType target = step.hop().target();
    return new EdgeCursor(
        reader, selfRow, target, target.equals(entity) ? self : GraphView.NO_NODE, true);
  }
}
