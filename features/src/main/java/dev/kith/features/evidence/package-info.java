/** What a value is made of, for people to look at. */
@NullMarked
package dev.kith.features.evidence;

import org.jspecify.annotations.NullMarked;
