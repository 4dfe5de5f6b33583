package dev.kith.admin;

import java.util.Optional;

/**
 * A part of the process that can be asked how it is. Its methods are called by any thread, and
 * answer at once with what the part knows: they ask nobody outside.
 */
public interface Part {

  /** What it is called in the answers. */
  String name();

  /** What keeps it from doing its work now; empty if nothing does. */
  Optional<String> problem();

  /** What it is doing, as something that Jackson makes an object of JSON from: best a record. */
  Object status();
}
