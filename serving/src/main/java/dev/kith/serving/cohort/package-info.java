/** Keeps the means of cohorts up to date, which features may have as defaults. */
@NullMarked
package dev.kith.serving.cohort;

import org.jspecify.annotations.NullMarked;
