package dev.kith.features.operator;

import dev.kith.features.evidence.Evidence;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.AttributeType;
import java.util.List;

/** An operator with its arguments. Immutable, thread-safe. */
public interface Operation {

  /** The value of an operation. */
  record Value(Object value, boolean cut) {}

  /** The type of its values. */
  AttributeType type();

  /** The paths, from the asked node, whose edges it reads, with their event times. */
  List<List<Step>> reads();

  /**
   * Computes the value.
   *
   * @return of the Java type of {@link #type}; {@code cut} if it could be another one without
   *     limits
   */
  Value evaluate(Ego ego);

  /** Tells what the value is made of, the newest first. */
  void explain(Ego ego, Evidence evidence);
}
