package dev.kith.ingest.verify;

import dev.kith.dgraph.Stored;
import dev.kith.graph.schema.ElementType;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * What a comparison came to.
 *
 * @param store for people: "Dgraph"
 * @param compared how many elements of each type the topic has
 * @param differences the elements that the store does not hold as the topic has them
 * @param uncounted about how many more there are than {@code differences} names, since they were
 *     too many to look at each
 * @param strays what the store holds beside
 * @param inFlight elements about which nothing can be told: the store has not taken their last
 *     change, and did not go on
 * @param behind how many changes the store had still to take in the end
 * @param positions up to which offset of each partition the store was compared
 */
public record Report(
    String store,
    Map<ElementType, Long> compared,
    List<Difference> differences,
    long uncounted,
    List<Stored.Stray> strays,
    long inFlight,
    long behind,
    Map<Integer, Long> positions,
    Duration took) {

  /** Whether the store holds what the topic says, and nothing else, as far as it can be told. */
  public boolean clean() {
    return differences.isEmpty() && uncounted == 0 && strays.isEmpty();
  }

  /** How many elements, and things beside, are not as they should be. */
  public long wrong() {
    return differences.size() + uncounted + strays.size();
  }

  /** How many elements the topic has. */
  public long elements() {
    return compared.values().stream().mapToLong(Long::longValue).sum();
  }
}
