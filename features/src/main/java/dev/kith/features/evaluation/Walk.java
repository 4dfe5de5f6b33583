package dev.kith.features.evaluation;

import dev.kith.features.evaluation.HopTree.Branch;
import dev.kith.features.path.Kept;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.NodeType;
import it.unimi.dsi.fastutil.ints.IntArrayList;
import it.unimi.dsi.fastutil.ints.IntOpenHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks a tree of hops from the asked node, and shows what it meets to the features' collectors.
 * Every hop is walked from each node once, and never back to the asked node. One evaluation, one
 * thread.
 */
final class Walk {
  /**
   * So many lists are fetched before the first is read: while the processor waits for one from
   * memory, it already asks for the next.
   */
  private static final int TOGETHER = 64;

  /** So many rows are looked at before the first is read, since more would not stay near. */
  private static final int MOST_ROWS = 1024;

  private final Reader reader;
  private final NodeType entity;
  private final int self;
  private final Row selfRow;
  private final long now;
  private final @Nullable Collector[] collectors;
  private final Cuts cuts;

  /**
   * @param collectors by the index of the feature
   * @param cuts learns which values a limit may have changed
   */
  Walk(
      Reader reader,
      NodeType entity,
      int self,
      Row selfRow,
      long now,
      @Nullable Collector[] collectors,
      Cuts cuts) {
    this.reader = reader;
    this.entity = entity;
    this.self = self;
    this.selfRow = selfRow;
    this.now = now;
    this.collectors = collectors;
    this.cuts = cuts;
  }

  void from(List<Branch> branches) {
    branches.forEach(branch -> walk(branch, IntArrayList.of(self)));
  }

  private void walk(Branch branch, IntArrayList sources) {
    NodeType target = branch.hop().target();
    EdgeCursor cursor =
        new EdgeCursor(
            reader,
            selfRow,
            target,
            target.equals(entity) ? self : GraphView.NO_NODE,
            branch.rowsAgain());
    Reached reached = branch.branches().isEmpty() ? null : new Reached(branch.converges());
    Kept[] lists = new Kept[Math.min(sources.size(), TOGETHER)];
    for (int s = 0; s < sources.size(); s += lists.length) {
      int size = Math.min(lists.length, sources.size() - s);
      reader.touchEdges(branch.hop(), sources, s, s + size);
      for (int i = 0; i < size; i++) {
        lists[i] = reader.edges(branch.step(), sources.getInt(s + i), now, branch.again());
      }
      if (branch.rows()) {
        touchRows(target, lists, size);
      }
      for (int i = 0; i < size; i++) {
        if (lists[i].size() > 0) {
          cuts.look(branch, lists[i]);
          cursor.show(sources.getInt(s + i), lists[i]);
          show(cursor, branch.features());
          if (reached != null) {
            reached.add(cursor);
          }
        }
      }
    }
    if (reached != null) {
      for (Branch next : branch.branches()) {
        walk(next, reached.nodes);
      }
    }
  }

  private void touchRows(NodeType target, Kept[] lists, int size) {
    int left = MOST_ROWS;
    for (int i = 0; i < size && left > 0; i++) {
      left -= lists[i].size();
      reader.touchRows(target, lists[i]);
    }
  }

  private void show(EdgeCursor cursor, List<Integer> features) {
    for (int feature : features) {
      Collector collector = collectors[feature];
      if (collector != null) {
        collector.collect(cursor);
      }
    }
  }

  /** The nodes that a hop leads to, each once. */
  private static final class Reached {
    private final IntArrayList nodes = new IntArrayList();
    private final @Nullable IntOpenHashSet met;

    /**
     * @param converges whether a node may be met twice
     */
    Reached(boolean converges) {
      met = converges ? new IntOpenHashSet() : null;
    }

    void add(EdgeCursor edges) {
      for (int i = edges.from(); i < edges.end(); i++) {
        if (!edges.returns(i) && (met == null || met.add(edges.neighbour(i)))) {
          nodes.add(edges.neighbour(i));
        }
      }
    }
  }
}
