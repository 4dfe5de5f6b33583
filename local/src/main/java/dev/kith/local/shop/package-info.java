/** The simulated shop: its tables, the rows it opens with, and what happens in it. */
@NullMarked
package dev.kith.local.shop;

import org.jspecify.annotations.NullMarked;
