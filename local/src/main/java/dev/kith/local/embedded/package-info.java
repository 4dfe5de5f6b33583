/** A broker and a schema registry inside this process, on loopback. */
@NullMarked
package dev.kith.local.embedded;

import org.jspecify.annotations.NullMarked;
