/** The replica's consumer, and the gRPC service. */
@NullMarked
package dev.kith.serving;

import org.jspecify.annotations.NullMarked;
