/** What a features.yaml says, checked against a graph. */
@NullMarked
package dev.kith.features.definition;

import org.jspecify.annotations.NullMarked;
