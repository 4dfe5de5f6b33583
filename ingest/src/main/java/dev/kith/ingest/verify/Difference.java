package dev.kith.ingest.verify;

import dev.kith.dgraph.Stored;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import java.util.List;
import java.util.Optional;

/**
 * An element that a store does not hold as the topic has it.
 *
 * @param partition of the topic, to which the element belongs
 * @param said what the topic says; empty if it does not exist
 * @param found what the store has of it; empty for nothing
 */
public record Difference(
    Element element, int partition, Optional<GraphChange> said, List<Stored> found) {

  /** In a line, for people. */
  public String text(String store) {
    return DifferenceText.of(this, store);
  }
}
