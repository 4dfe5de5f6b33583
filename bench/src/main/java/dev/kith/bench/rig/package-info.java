/** What is measured, and what it runs on. */
@NullMarked
package dev.kith.bench.rig;

import org.jspecify.annotations.NullMarked;
