package dev.kith.dgraph;

import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.schema.Hop;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Hops that are followed in several places with different limits, where the edges of one node may
 * be read under each: then their order must be known, whichever limit cuts them.
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
     * Those of others: a hop without direction led there, and no such edge begins where it ends; or
     * an added edge, where it does not lead to the asked node.
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

  static Contested in(List<Start> starts) {
    // Several may be near each other.
    boolean several = starts.getFirst().keys().size() > 1;
    List<Place> places = new ArrayList<>();
    for (Start start : starts) {
      List<Branch> branches = start.shape().branches();
      switch (start) {
        case Start.Asked _ ->
            places(branches, several ? From.ANY : From.ASKED).forEach(places::add);
        case Start.Beyond _ ->
            places(branches, several ? From.ANY : From.OTHERS).forEach(places::add);
        case Start.Lists _, Start.Pair _ -> {} // in order, and no shorter than any other
      }
    }
    return new Contested(places);
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
