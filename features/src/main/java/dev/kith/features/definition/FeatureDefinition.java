package dev.kith.features.definition;

import dev.kith.features.condition.Condition;
import dev.kith.features.operator.Operation;
import dev.kith.features.path.Step;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.Hop;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A declared feature, checked.
 *
 * @param type of its values
 * @param source what the value is made of
 * @param elapsed the unit, if the value is the time that has passed since the source's timestamp
 * @param fallback what the value is where there is nothing to make one of
 */
public record FeatureDefinition(
    String name,
    String description,
    AttributeType type,
    Source source,
    Optional<ElapsedUnit> elapsed,
    Optional<Fallback> fallback) {

  /** What the value of a feature is made of. */
  public sealed interface Source {}

  /** An attribute of the asked node. */
  public record OwnAttribute(Attribute attribute) implements Source {}

  /**
   * What can be reached from the asked node.
   *
   * @param path at least one step
   * @param where only those of the last edges for which it holds
   * @param within only those of the last edges that are not older; in microseconds, more than 0
   */
  public record PathAggregate(
      List<Step> path, Optional<Condition> where, OptionalLong within, Aggregate aggregate)
      implements Source {

    public PathAggregate {
      path = List.copyOf(path);
    }

    /** The hop whose edges the value is made of. */
    public Hop last() {
      return path.getLast().hop();
    }
  }

  /** What an operator makes of the graph around the asked node. */
  public record Computed(Operation operation) implements Source {}
}
