/** All of Kith in one process on embedded parts, and the command line. */
@NullMarked
package dev.kith.local;

import org.jspecify.annotations.NullMarked;
