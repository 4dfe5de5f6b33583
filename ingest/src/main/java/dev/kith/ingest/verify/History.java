package dev.kith.ingest.verify;

import dev.kith.dgraph.Stored;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.ingest.verify.ChangeLog.Logged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the topic says of one element: what is left of its changes, in their order, and whether that
 * explains what a store holds.
 *
 * <p>A store that has applied the changes before an offset holds what the last of them says. Of an
 * earlier one compaction may have left nothing; it removes one only once there is a later one. So
 * what a store holds is wrong if no change explains it and there is none at or after the offset.
 */
final class History {

  /** What becomes of an element that was looked at. */
  enum Verdict {
    RIGHT,
    WRONG,
    /** A change of it is on its way, or may be: look again. */
    IN_FLIGHT
  }

  private final Element element;
  private final int partition;

  /** Whether all that the topic had of it from its beginning is here. */
  private final boolean whole;

  private final List<Logged> changes = new ArrayList<>(1);

  History(Element element, int partition, boolean whole) {
    this.element = element;
    this.partition = partition;
    this.whole = whole;
  }

  Element element() {
    return element;
  }

  int partition() {
    return partition;
  }

  /** Adds the next change; one that is here already is passed over. */
  void add(Logged logged) {
    if (changes.isEmpty() || changes.getLast().offset() < logged.offset()) {
      changes.add(logged);
    }
  }

  /** What the topic says before an offset; empty if the element is not there. */
  Optional<GraphChange> before(long offset) {
    return last(offset)
        .map(Logged::change)
        .filter(change -> !(change instanceof GraphChange.Remove));
  }

  /** What the topic says in the end; empty if the element is not there. */
  Optional<GraphChange> end() {
    return before(Long.MAX_VALUE);
  }

  private Optional<Logged> last(long offset) {
    return changes.reversed().stream().filter(logged -> logged.offset() < offset).findFirst();
  }

  /**
   * Whether what a store held of the element is what the topic says.
   *
   * @param found what it held
   * @param from every change before this offset was applied
   * @param exact whether no other was
   */
  Verdict judge(List<Stored> found, StoredGraph store, long from, boolean exact) {
    Optional<Logged> applied = last(from);
    List<Optional<GraphChange>> said = new ArrayList<>();
    if (applied.isPresent() || whole) {
      said.add(before(from).map(store::held));
    }
    boolean later = false;
    for (Logged logged : changes) {
      if (logged.offset() >= from) {
        later = true;
        if (!exact) {
          said.add(
              Optional.of(logged.change())
                  .filter(change -> !(change instanceof GraphChange.Remove))
                  .map(store::held));
        }
      }
    }
    if (explains(said, found, store.copies(element.type()))) {
      return Verdict.RIGHT;
    }
    return later ? Verdict.IN_FLIGHT : Verdict.WRONG;
  }

  /** Whether each copy, or its absence, is what was said at one time or other. */
  private static boolean explains(
      List<Optional<GraphChange>> said, List<Stored> found, int copies) {
    Set<Boolean> sides = new HashSet<>();
    for (Stored stored : found) {
      if (!(stored instanceof Stored.Copy copy)
          || !sides.add(copy.backward())
          || !said.contains(Optional.of(copy.put()))) {
        return false;
      }
    }
    boolean mayLack = said.contains(Optional.<GraphChange>empty());
    return mayLack || sides.size() == copies;
  }
}
