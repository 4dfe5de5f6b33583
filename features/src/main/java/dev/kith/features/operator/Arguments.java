package dev.kith.features.operator;

import dev.kith.features.path.Step;
import dev.kith.graph.schema.Hop;
import java.util.List;
import java.util.Optional;

/** What stands beside an operator's name in features.yaml. */
public interface Arguments {

  /**
   * A relation between nodes of the asked node's type that has no direction: {@code over: friends}.
   *
   * @throws InvalidArgumentException if it is none, or missing
   */
  Hop relation(String key);

  /** Like {@link #relation}, and may be missing. */
  Optional<Hop> optionalRelation(String key);

  /**
   * What nodes of the asked node's type do to others: a hop from it along edges with an event time:
   * {@code via: purchased}.
   *
   * @throws InvalidArgumentException if it is none, or missing
   */
  Hop events(String key);

  /**
   * A time span in microseconds, more than 0: {@code within: 7d}.
   *
   * @throws InvalidArgumentException if it is none, or missing
   */
  long duration(String key);

  /**
   * A whole number.
   *
   * @throws InvalidArgumentException if it is none, missing, less than {@code least} or more than
   *     {@code most}
   */
  int number(String key, int least, int most);

  /** A path from the asked node, with the limits that hold for it. */
  List<Step> path(Hop... hops);
}
