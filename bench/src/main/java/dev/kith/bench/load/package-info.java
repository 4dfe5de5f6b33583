/** Callers that wait for their answer, and calls that come at their own pace. */
@NullMarked
package dev.kith.bench.load;

import org.jspecify.annotations.NullMarked;
