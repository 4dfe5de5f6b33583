package dev.kith.features.condition;

import dev.kith.graph.Row;
import org.jspecify.annotations.Nullable;

/** An edge, the node that it leads to, and the asked node, each as a row. */
record OneEdge(Row edge, Row node, Row self) implements Edges {

  @Override
  public boolean has(AttributeRef ref, int i) {
    return row(ref).has(ref.attribute());
  }

  @Override
  public long bits(AttributeRef ref, int i) {
    return row(ref).bits(ref.attribute());
  }

  @Override
  public @Nullable String text(AttributeRef ref, int i) {
    return row(ref).text(ref.attribute());
  }

  private Row row(AttributeRef ref) {
    return switch (ref.owner()) {
      case EDGE -> edge;
      case NODE -> node;
      case SELF -> self;
    };
  }
}
