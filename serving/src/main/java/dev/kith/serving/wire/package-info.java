/** The bytes of answers, written without the messages that stand for them. */
@NullMarked
package dev.kith.serving.wire;

import org.jspecify.annotations.NullMarked;
