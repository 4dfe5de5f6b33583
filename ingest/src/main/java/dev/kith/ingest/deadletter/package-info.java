/** Records that could not be taken: why, and the form in which they are kept. */
@NullMarked
package dev.kith.ingest.deadletter;

import org.jspecify.annotations.NullMarked;
