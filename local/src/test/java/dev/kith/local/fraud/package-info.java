/** The fraud example as it is shipped: what it should answer, and what it does. */
@NullMarked
package dev.kith.local.fraud;

import org.jspecify.annotations.NullMarked;
