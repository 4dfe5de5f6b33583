/** What is measured: the throughput of the whole way, the latency of answers. */
@NullMarked
package dev.kith.bench;

import org.jspecify.annotations.NullMarked;
