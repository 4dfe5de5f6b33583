/** Steps of a path, and the edges that one leads along. */
@NullMarked
package dev.kith.features.path;

import org.jspecify.annotations.NullMarked;
