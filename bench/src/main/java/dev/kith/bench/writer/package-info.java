/** {@code ./kith bench writer}: the writer to Dgraph beside other ways to write the same. */
@NullMarked
package dev.kith.bench.writer;

import org.jspecify.annotations.NullMarked;
