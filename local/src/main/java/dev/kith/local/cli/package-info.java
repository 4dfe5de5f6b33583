/** The command line: each command a class, and what they show. */
@NullMarked
package dev.kith.local.cli;

import org.jspecify.annotations.NullMarked;
