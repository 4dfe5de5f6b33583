/** Starts a real Dgraph server for tests and for {@code ./kith up --dgraph}. */
@NullMarked
package dev.kith.tools.dgraph;

import org.jspecify.annotations.NullMarked;
