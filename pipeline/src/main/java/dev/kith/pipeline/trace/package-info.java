/** When what was committed reached each stage of the pipeline. */
@NullMarked
package dev.kith.pipeline.trace;

import org.jspecify.annotations.NullMarked;
