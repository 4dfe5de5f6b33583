/** Source tables: their rows, the CSV files that these may come from, and their way to Kafka. */
@NullMarked
package dev.kith.local.source;

import org.jspecify.annotations.NullMarked;
