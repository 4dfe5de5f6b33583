/** A features.yaml that changes while it is served. */
@NullMarked
package dev.kith.serving.reload;

import org.jspecify.annotations.NullMarked;
