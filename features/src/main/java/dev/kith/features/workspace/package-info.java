/** Memory that one evaluation after the other uses. */
@NullMarked
package dev.kith.features.workspace;

import org.jspecify.annotations.NullMarked;
