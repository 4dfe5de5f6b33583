/** What is measured with: graphs of realistic shape, the same for the same seed. */
@NullMarked
package dev.kith.bench.data;

import org.jspecify.annotations.NullMarked;
