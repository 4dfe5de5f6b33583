/** {@code ./kith demo}: a few transactions, and what each does at every stage of the pipeline. */
@NullMarked
package dev.kith.pipeline.demo;

import org.jspecify.annotations.NullMarked;
