/** What surrounds Kith in a real pipeline, each a process of its own on loopback. */
@NullMarked
package dev.kith.pipeline.part;

import org.jspecify.annotations.NullMarked;
