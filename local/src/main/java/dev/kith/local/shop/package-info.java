/** The shop whose tables feed Kith: its rows, where they come from, and their way to Kafka. */
@NullMarked
package dev.kith.local.shop;

import org.jspecify.annotations.NullMarked;
