/** Where an evaluation reads the graph: the replica, Dgraph, or whichever can answer. */
@NullMarked
package dev.kith.serving.source;

import org.jspecify.annotations.NullMarked;
