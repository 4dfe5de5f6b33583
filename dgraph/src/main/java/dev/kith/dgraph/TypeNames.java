package dev.kith.dgraph;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the types of a graph are called in {@code dgraph.type}: a node type by its name ({@code
 * user} is {@code User}), the record of a keyed edge by its key ({@code purchase_id} makes {@code
 * Purchase}). Of two names that would be one the later gets a {@code _} appended, node types being
 * earlier than edge types.
 */
final class TypeNames {
  private static final String ID = "_id";

  private final List<String> nodes;
  private final List<Optional<String>> records;

  TypeNames(GraphSchema schema) {
    Set<String> taken = new HashSet<>();
    nodes = schema.nodeTypes().stream().map(type -> unique(type.name(), taken)).toList();
    records =
        schema.edgeTypes().stream()
            .map(type -> type.record().map(record -> unique(base(type, record), taken)))
            .toList();
  }

  /** The name of a node type. */
  String of(NodeType type) {
    return nodes.get(type.index());
  }

  /** The name of the record of a keyed edge type. */
  String ofRecord(EdgeType type) {
    return records.get(type.index()).orElseThrow();
  }

  private static String base(EdgeType type, EdgeRecord record) {
    String key = record.key();
    boolean isId = key.endsWith(ID) && key.length() > ID.length();
    return isId ? key.substring(0, key.length() - ID.length()) : type.name();
  }

  private static String unique(String snakeCase, Set<String> taken) {
    String name =
        Arrays.stream(snakeCase.split("_", -1))
            .filter(word -> !word.isEmpty())
            .map(word -> Character.toUpperCase(word.charAt(0)) + word.substring(1))
            .collect(Collectors.joining());
    while (!taken.add(name)) {
      name += "_";
    }
    return name;
  }
}
