/** Sums that do not depend on the order of what is added. */
@NullMarked
package dev.kith.features.exact;

import org.jspecify.annotations.NullMarked;
