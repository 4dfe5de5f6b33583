/** How changes are taken: how fast, how soon they are seen, and what they do to answers. */
@NullMarked
package dev.kith.bench.changes;

import org.jspecify.annotations.NullMarked;
