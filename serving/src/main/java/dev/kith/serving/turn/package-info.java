/** Whose turn it is: requests that wait for a thread. */
@NullMarked
package dev.kith.serving.turn;

import org.jspecify.annotations.NullMarked;
