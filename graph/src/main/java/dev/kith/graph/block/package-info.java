/** Files of checksummed blocks of columns: large, and fast to read. */
@NullMarked
package dev.kith.graph.block;

import org.jspecify.annotations.NullMarked;
