/** Waiting for what is away: how long, until when, and what is said meanwhile. */
@NullMarked
package dev.kith.ingest.retry;

import org.jspecify.annotations.NullMarked;
