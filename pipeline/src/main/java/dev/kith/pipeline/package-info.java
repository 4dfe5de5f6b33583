/** A real pipeline around Kith, from a row that is committed in PostgreSQL to an answer. */
@NullMarked
package dev.kith.pipeline;

import org.jspecify.annotations.NullMarked;
