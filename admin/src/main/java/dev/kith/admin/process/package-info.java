/** What the processes have in common: how they begin, log, and are told to stop. */
@NullMarked
package dev.kith.admin.process;

import org.jspecify.annotations.NullMarked;
