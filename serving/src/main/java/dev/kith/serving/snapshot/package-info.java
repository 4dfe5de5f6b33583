/** Snapshots of the replica's graph on the local disk, from which it starts in seconds. */
@NullMarked
package dev.kith.serving.snapshot;

import org.jspecify.annotations.NullMarked;
