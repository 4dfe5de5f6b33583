package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.schema.Hop;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hops that a shape follows in several places with different limits, where the edges of one node
 * may be read under each: then their order must be known, whichever limit cuts them.
 */
final class Contested {

  /**
   * A place where a hop is followed.
   *
   * @param from whose edges those are
   */
  private record Place(Hop hop, int limit, From from) {

    boolean mayShareANodeWith(Place other) {
      return from == From.ANY || other.from == From.ANY || from == other.from;
    }
  }

  private enum From {
    /** The asked node's. */
    ASKED,
    /**
     * Those of others: a hop without direction led there, and no such edge begins where it ends.
     */
    OTHERS,
    ANY
  }

  private final Set<Hop> hops = new HashSet<>();

  private Contested(List<Place> places) {
    for (Place a : places) {
      for (Place b : places) {
        if (a.hop().equals(b.hop()) && a.limit() != b.limit() && a.mayShareANodeWith(b)) {
          hops.add(a.hop());
        }
      }
    }
  }

  /**
   * @param several whether several nodes are asked about, which may be near each other
   */
  static Contested in(EgoShape shape, boolean several) {
    return new Contested(places(shape.branches(), several ? From.ANY : From.ASKED).toList());
  }

  /** Whether the order of a branch's edges must be known. */
  boolean contains(Branch branch) {
    return hops.contains(branch.hop());
  }

  private static Stream<Place> places(List<Branch> branches, From from) {
    return branches.stream()
        .flatMap(
            branch -> {
              boolean toOthers = from == From.ASKED && branch.hop().edge().symmetric();
              return Stream.concat(
                  Stream.of(new Place(branch.hop(), branch.limit(), from)),
                  places(branch.branches(), toOthers ? From.OTHERS : From.ANY));
            });
  }
}
