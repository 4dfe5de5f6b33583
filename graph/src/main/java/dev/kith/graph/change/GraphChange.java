package dev.kith.graph.change;

import dev.kith.graph.Row;

/**
 * One change of one element: it is now so, or it is not there any more. Changes say what is, not
 * what differs, so applying one twice is the same as once; of two changes of one element the later
 * on the topic holds. Changes of different elements may come in any order: an edge before its ends.
 */
public sealed interface GraphChange {

  Element element();

  /** The node exists, with these attributes and no others. */
  record PutNode(Element.Node element, Row row) implements GraphChange {}

  /** The keyed edge exists between these ends, with these attributes and no others. */
  record PutEdge(Element.KeyedEdge element, String from, String to, Row row)
      implements GraphChange {}

  /** The pair's edge exists, with these attributes and no others. */
  record PutPair(Element.Pair element, Row row) implements GraphChange {}

  /** The element does not exist. A node's edges are elements of their own and stay. */
  record Remove(Element element) implements GraphChange {}
}
