/** How what was measured is told: Markdown, and plots as SVG. */
@NullMarked
package dev.kith.bench.report;

import org.jspecify.annotations.NullMarked;
