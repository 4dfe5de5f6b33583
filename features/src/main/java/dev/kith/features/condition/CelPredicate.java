package dev.kith.features.condition;

import dev.cel.common.exceptions.CelAttributeNotFoundException;
import dev.cel.common.types.CelType;
import dev.cel.common.values.StructValue;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.Program;
import dev.kith.features.condition.Variables.Variable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A part of a condition that the CEL runtime evaluates. */
record CelPredicate(Program program, Variables variables) implements Predicate {

  @Override
  public Truth test(Edges edges, int i) {
    try {
      Object value =
          program.eval(
              name ->
                  Optional.ofNullable(variables.byName().get(name))
                      .map(variable -> new ElementValue(variable, edges, i)));
      return value instanceof Boolean truth ? Truth.of(truth) : Truth.ERROR;
    } catch (CelEvaluationException e) {
      return Truth.ERROR;
    }
  }

  /** One of the elements at an edge, as a CEL struct. */
  @SuppressWarnings("Immutable") // it lives for one evaluation, during which the edges don't change
  private static final class ElementValue extends StructValue<String, ElementValue> {
    private final Variable variable;
    private final Edges edges;
    private final int i;

    ElementValue(Variable variable, Edges edges, int i) {
      this.variable = variable;
      this.edges = edges;
      this.i = i;
    }

    @Override
    public Object select(String field) {
      return find(field).orElseThrow(() -> CelAttributeNotFoundException.forFieldResolution(field));
    }

    @Override
    public Optional<Object> find(String field) {
      return variable.attribute(field).filter(ref -> edges.has(ref, i)).map(this::value);
    }

    private Object value(AttributeRef ref) {
      long bits = edges.bits(ref, i);
      return switch (ref.attribute().type()) {
        case INT -> bits;
        case DOUBLE -> Double.longBitsToDouble(bits);
        case BOOL -> bits != 0;
        case TIMESTAMP -> Instant.EPOCH.plus(bits, ChronoUnit.MICROS);
        case STRING -> String.valueOf(edges.text(ref, i));
      };
    }

    @Override
    public ElementValue value() {
      return this;
    }

    @Override
    public boolean isZeroValue() {
      return false;
    }

    @Override
    public CelType celType() {
      return variable.type();
    }
  }
}
