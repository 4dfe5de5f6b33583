/** What ingest does: its stages, and what records cost it that it can not take. */
@NullMarked
package dev.kith.bench.ingest;

import org.jspecify.annotations.NullMarked;
