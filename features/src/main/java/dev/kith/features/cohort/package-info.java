/** Defaults that are means over a cohort: who is in it, with what, and what that comes to. */
@NullMarked
package dev.kith.features.cohort;

import org.jspecify.annotations.NullMarked;
