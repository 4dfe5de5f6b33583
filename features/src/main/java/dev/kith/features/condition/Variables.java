package dev.kith.features.condition;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.StructType;
import dev.kith.features.condition.AttributeRef.Owner;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The variables of a condition, each of a CEL struct type of its own, of its name, whose fields are
 * the attributes.
 */
final class Variables {

  /** A variable: an element that a condition may read. */
  record Variable(Owner owner, ElementType element, StructType type) {

    Optional<AttributeRef> attribute(String name) {
      return element.attribute(name).map(attribute -> new AttributeRef(owner, attribute));
    }
  }

  private final Map<String, Variable> variables = new LinkedHashMap<>();

  Variables(NodeType self, Hop hop) {
    add(hop.edge().name(), Owner.EDGE, hop.edge());
    add(hop.target().name(), Owner.NODE, hop.target());
    add("self", Owner.SELF, self);
  }

  /** By name. */
  Map<String, Variable> byName() {
    return variables;
  }

  /** Their types. */
  CelTypeProvider types() {
    return new Types(
        variables.values().stream().map(Variable::type).collect(ImmutableList.toImmutableList()));
  }

  private void add(String name, Owner owner, ElementType element) {
    ImmutableMap<String, CelType> fields =
        element.attributes().stream()
            .collect(ImmutableMap.toImmutableMap(Attribute::name, a -> celType(a.type())));
    StructType type =
        StructType.create(name, fields.keySet(), field -> Optional.ofNullable(fields.get(field)));
    variables.put(name, new Variable(owner, element, type));
  }

  private static CelType celType(AttributeType type) {
    return switch (type) {
      case INT -> SimpleType.INT;
      case DOUBLE -> SimpleType.DOUBLE;
      case STRING -> SimpleType.STRING;
      case BOOL -> SimpleType.BOOL;
      case TIMESTAMP -> SimpleType.TIMESTAMP;
    };
  }

  private record Types(ImmutableList<CelType> types) implements CelTypeProvider {
    @Override
    public Optional<CelType> findType(String name) {
      return types.stream().filter(type -> type.name().equals(name)).findFirst();
    }
  }
}
