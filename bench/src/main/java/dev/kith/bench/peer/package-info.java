/** {@code ./kith bench peers}: others that answer the same, on the same machine and data. */
@NullMarked
package dev.kith.bench.peer;

import org.jspecify.annotations.NullMarked;
