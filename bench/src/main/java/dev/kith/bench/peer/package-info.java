/**
 * {@code ./kith bench peer}: answers from Dgraph beside those of another server on the same one.
 */
@NullMarked
package dev.kith.bench.peer;

import org.jspecify.annotations.NullMarked;
