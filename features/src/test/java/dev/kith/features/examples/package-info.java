/**
 * The worked examples of docs/features.md, as tests: {@link
 * dev.kith.features.examples.ExamplesPage} reads the page, {@link
 * dev.kith.features.examples.ExampleRows} builds a graph of an example's rows.
 */
@NullMarked
package dev.kith.features.examples;

import org.jspecify.annotations.NullMarked;
