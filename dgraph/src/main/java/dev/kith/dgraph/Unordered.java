package dev.kith.dgraph;

import dev.kith.graph.EgoShape.Branch;
import java.util.OptionalLong;

/**
 * A list of edges that a limit cut, of which it is not known yet which are the newest.
 *
 * @param uid of the node that they belong to
 * @param tie the event time that the last of the newest shares with one beyond the limit; empty if
 *     all have to be sorted
 */
record Unordered(Branch branch, long uid, OptionalLong tie) {}
