package dev.kith.ingest.verify;

import dev.kith.dgraph.Stored;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.ElementType;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A store that holds the graph, applies the changes of {@code kith.graph-changes} in each
 * partition's order, and can say what it holds while it goes on.
 */
interface StoredGraph {

  /** For people: "Dgraph". */
  String name();

  /** How many copies it keeps of an element of a type: one or two. */
  int copies(ElementType type);

  /** A put as this store can hold it. */
  GraphChange held(GraphChange put);

  /** By partition the offset before which every change is applied; one without any may lack. */
  Map<Integer, Long> positions() throws CannotTellException;

  /** Tells all that it holds, each thing as it was at some moment during the call. */
  void readAll(Consumer<Stored> out) throws CannotTellException;

  /** Looks at some elements, in one or several looks. */
  void look(Collection<Element> elements, Consumer<Look> out) throws CannotTellException;

  /**
   * What was held of some elements.
   *
   * @param elements those that were looked at
   * @param from the changes before these offsets were applied
   * @param exact whether those from there on were not; else any of them may have been, up to where
   *     the topic ended after the look
   * @param found what there was, by element; nothing of one that is not there
   * @param strays what was met on the way and belongs to none
   */
  record Look(
      Collection<Element> elements,
      Map<Integer, Long> from,
      boolean exact,
      Map<Element, List<Stored>> found,
      List<Stored.Stray> strays) {}
}
