/** How fresh a source is, and what requests want of it. */
@NullMarked
package dev.kith.serving.freshness;

import org.jspecify.annotations.NullMarked;
