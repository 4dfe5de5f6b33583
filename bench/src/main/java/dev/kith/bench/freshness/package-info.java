/** How soon an answer shows what was committed in the source database. */
@NullMarked
package dev.kith.bench.freshness;

import org.jspecify.annotations.NullMarked;
