package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answer to an {@link EgoQuery} into an {@link EgoGraph}, in one pass. In the answer a
 * node stands as often as a path leads to it, and its fields stand in the order of the query: the
 * key first. An object without a key is none of ours, and is skipped with all below it.
 */
final class EgoDecoder {
  private final TypeNames names;
  private final EgoGraph.Builder graph;

  private EgoDecoder(GraphSchema schema, TypeNames names) {
    this.names = names;
    this.graph = new EgoGraph.Builder(schema);
  }

  static EgoGraph decode(ByteString json, EgoShape shape, GraphSchema schema, TypeNames names)
      throws DgraphException {
    EgoDecoder decoder = new EgoDecoder(schema, names);
    JsonReader.read(
        json,
        (block, nodes) -> {
          if (block.equals(EgoQuery.BLOCK)) {
            nodes.array(
                node -> node.object(decoder.new NodeFields(shape.root(), shape.branches(), null)));
          }
        });
    return decoder.graph.build();
  }

  /** The edges of a branch from a node: a list, or one. */
  private void edges(JsonReader value, Branch branch, int from) throws IOException {
    if (graph.begin(branch, from)) { // else they were read where the node stood before
      value.objects(
          branch.hop().edge().keyed()
              ? edge -> edge.object(new RecordFields(branch, from))
              : edge -> edge.object(endOf(branch, new Origin(branch, from))));
    }
  }

  private NodeFields endOf(Branch branch, @Nullable Origin origin) {
    return new NodeFields(branch.hop().target(), branch.branches(), origin);
  }

  /** From where an edge without a key led to a node. */
  private record Origin(Branch branch, int node) {}

  /** The fields of a node, and those of the edge without a key that led to it. */
  private final class NodeFields implements JsonReader.Field {
    private final NodeType type;
    private final List<Branch> branches;
    private final @Nullable Origin origin;
    private int node = GraphView.NO_NODE;
    private EgoGraph.Builder.@Nullable Edge edge;

    NodeFields(NodeType type, List<Branch> branches, @Nullable Origin origin) {
      this.type = type;
      this.branches = branches;
      this.origin = origin;
    }

    @Override
    public void read(String name, JsonReader value) throws IOException {
      if (name.equals(EgoQuery.KEY)) {
        readKey(value.text());
      } else if (node != GraphView.NO_NODE) {
        switch (name.charAt(0)) {
          case EgoQuery.TYPES -> value.array(this::readType);
          case EgoQuery.ATTRIBUTE -> set(graph.row(type, node), type, name, value);
          case EgoQuery.BRANCH -> edges(value, branches.get(index(name)), node);
          case EgoQuery.EDGE_ATTRIBUTE -> {
            if (edge != null) {
              set(edge.row(), edge.type(), name, value);
            }
          }
          default -> {}
        }
      }
    }

    private void readKey(String key) {
      node = graph.node(type, key);
      if (origin != null) {
        edge = graph.edge(origin.branch(), origin.node(), key);
        edge.leadTo(node);
      }
    }

    private void readType(JsonReader value) throws IOException {
      if (value.text().equals(names.of(type))) {
        graph.exists(type, node);
      }
    }
  }

  /** The fields of the node that is an edge with a key. */
  private final class RecordFields implements JsonReader.Field {
    private final Branch branch;
    private final int from;
    private EgoGraph.Builder.@Nullable Edge edge;

    RecordFields(Branch branch, int from) {
      this.branch = branch;
      this.from = from;
    }

    @Override
    public void read(String name, JsonReader value) throws IOException {
      if (name.equals(EgoQuery.KEY)) {
        edge = graph.edge(branch, from, value.text());
      } else if (edge != null) {
        if (name.equals(EgoQuery.FAR_END)) {
          NodeFields end = endOf(branch, null);
          value.object(end);
          edge.leadTo(end.node);
        } else {
          set(edge.row(), edge.type(), name, value);
        }
      }
    }
  }

  /** The number after a field's letter. */
  private static int index(String field) {
    return Integer.parseInt(field, 1, field.length(), 10);
  }

  private static void set(Row.Builder row, ElementType type, String field, JsonReader value)
      throws IOException {
    value.into(row, type.attributes().get(index(field)));
  }
}
