@NullMarked
package dev.kith.features.review;

import org.jspecify.annotations.NullMarked;
