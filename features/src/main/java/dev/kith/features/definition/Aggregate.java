package dev.kith.features.definition;

import dev.kith.features.condition.AttributeRef;
import dev.kith.graph.schema.AttributeType;

/** How one value is made of the edges and nodes at the end of a path. */
public sealed interface Aggregate {

  /** The type of the value. */
  AttributeType type();

  /** Whether there can be nothing to make a value of. */
  boolean canBeNothing();

  /** How many there are: edges, of a type with keys of its own, else nodes. */
  record Count() implements Aggregate {
    @Override
    public AttributeType type() {
      return AttributeType.INT;
    }

    @Override
    public boolean canBeNothing() {
      return false;
    }
  }

  /** The share of those for which the condition holds. */
  record Ratio() implements Aggregate {
    @Override
    public AttributeType type() {
      return AttributeType.DOUBLE;
    }

    @Override
    public boolean canBeNothing() {
      return true;
    }
  }

  /** From how many nodes the last hop leads on. */
  record CountSources() implements Aggregate {
    @Override
    public AttributeType type() {
      return AttributeType.INT;
    }

    @Override
    public boolean canBeNothing() {
      return false;
    }
  }

  /** How many different values an attribute has. */
  record CountValues(AttributeRef of) implements Aggregate {
    @Override
    public AttributeType type() {
      return AttributeType.INT;
    }

    @Override
    public boolean canBeNothing() {
      return false;
    }
  }

  /** Sum, mean, least or greatest of the values of an attribute. */
  record Fold(Function function, AttributeRef of) implements Aggregate {

    /** What is made of the values. */
    public enum Function {
      SUM,
      AVG,
      MIN,
      MAX
    }

    @Override
    public AttributeType type() {
      return function == Function.AVG ? AttributeType.DOUBLE : of.attribute().type();
    }

    @Override
    public boolean canBeNothing() {
      return function != Function.SUM;
    }
  }
}
