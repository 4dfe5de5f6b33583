package dev.kith.dgraph;

import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;

/** One thing that a store of the graph holds, as somebody meets it who reads all of the store. */
public sealed interface Stored {

  /**
   * An element, or one of the two copies that a store keeps of some.
   *
   * @param put the change that would make it what it is
   * @param backward whether it is the copy kept at the edge's far end: its target, or of a
   *     symmetric edge the end whose key is greater
   */
  record Copy(GraphChange put, boolean backward) implements Stored {}

  /**
   * An element that is there, but not as any change would make it.
   *
   * @param how what is wrong, in words that follow the element's name
   */
  record Broken(Element element, String how) implements Stored {}

  /** What belongs to no element, and should not be there. */
  sealed interface Stray extends Stored {

    /** What it is, and where, for people. */
    String what();
  }

  /** A direct edge, though no keyed edge leads from its one end to the other. */
  record DirectEdge(EdgeType type, End from, End to) implements Stray {
    @Override
    public String what() {
      return "%s from %s to %s: a direct edge, but no edge with a key leads there"
          .formatted(type, from.key(), to.key());
    }
  }

  /** A node, by its uid and its key. */
  record End(String uid, String key) {}

  /** An edge to a node that has no key, and so is no element. */
  record LooseEnd(EdgeType type, End from, String toUid) implements Stray {
    @Override
    public String what() {
      return "%s from %s to node %s, which has no %s"
          .formatted(type, from.key(), toUid, type.to().key());
    }
  }

  /**
   * A node that has what only elements of a type have, but is none: it lacks the key, or another
   * node has the same.
   */
  record Surplus(String uid, ElementType type, String why) implements Stray {
    @Override
    public String what() {
      return "node %s has what a %s has, but %s".formatted(uid, type, why);
    }
  }
}
