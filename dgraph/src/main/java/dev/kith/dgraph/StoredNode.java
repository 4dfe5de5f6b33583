package dev.kith.dgraph;

import dev.kith.graph.Row;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An object in an answer to {@link GraphQuery}: a node, or a record, with what was asked for of it.
 *
 * @param key empty if it has none
 * @param farEnd at the end of a record: the uid of the other end as the facets have it; 0 if not
 * @param row its attributes; at the end of an edge without key, the edge's; at the end of a record,
 *     those that the facets have
 * @param ends what its other fields lead to, by their names
 */
record StoredNode(
    String uid,
    String key,
    Set<String> types,
    long farEnd,
    Row row,
    Map<String, List<StoredNode>> ends) {

  /**
   * Reads one.
   *
   * @param attributes the type whose attributes it has
   */
  static StoredNode read(JsonReader json, GraphSchema schema, ElementType attributes)
      throws IOException {
    Map<String, String> texts = new HashMap<>();
    AtomicLong farEnd = new AtomicLong();
    Set<String> types = new HashSet<>();
    Row.Builder row = Row.builder(attributes);
    Map<String, List<StoredNode>> ends = new HashMap<>();
    json.object(
        (name, value) -> {
          switch (name) {
            case "uid", GraphQuery.KEY -> texts.put(name, value.text());
            case GraphQuery.FAR_END -> farEnd.set(value.longValue());
            case GraphQuery.TYPES -> value.array(type -> types.add(type.text()));
            default -> {
              char kind = name.charAt(0);
              if (kind == GraphQuery.ATTRIBUTE || kind == GraphQuery.FACET) {
                value.into(row, attributes.attributes().get(index(name)));
              } else {
                ElementType of =
                    kind == GraphQuery.PAIRS ? schema.edgeTypes().get(index(name)) : attributes;
                List<StoredNode> nodes = ends.computeIfAbsent(name, n -> new ArrayList<>());
                value.objects(node -> nodes.add(read(node, schema, of)));
              }
            }
          }
        });
    return new StoredNode(
        texts.getOrDefault("uid", ""),
        texts.getOrDefault(GraphQuery.KEY, ""),
        types,
        farEnd.get(),
        row.build(),
        ends);
  }

  /** Where its edges of a type without key lead, each with the edge's attributes. */
  List<StoredNode> pairs(EdgeType type) {
    return ends.getOrDefault("" + GraphQuery.PAIRS + type.index(), List.of());
  }

  /** Where its direct edges of a type with key lead. */
  List<StoredNode> direct(EdgeType type) {
    return ends.getOrDefault("" + GraphQuery.DIRECT + type.index(), List.of());
  }

  /** The records of a type that lead from it. */
  List<StoredNode> records(EdgeType type) {
    return ends.getOrDefault("" + GraphQuery.RECORDS + type.index(), List.of());
  }

  /** A record's source. */
  Optional<StoredNode> from() {
    return ends.getOrDefault(GraphQuery.FROM, List.of()).stream().findFirst();
  }

  /** A record's target. */
  Optional<StoredNode> to() {
    return ends.getOrDefault(GraphQuery.TO, List.of()).stream().findFirst();
  }

  /** Whether what leads from a record to this, its one end, names the other end. */
  boolean isBeside(StoredNode other) {
    return farEnd == Uids.parse(other.uid());
  }

  /** Whether a direct edge leads from it to a node, if it is a record's source. */
  boolean leadsTo(StoredNode target) {
    return ends.getOrDefault("" + GraphQuery.DIRECT, List.of()).stream()
        .anyMatch(end -> end.uid().equals(target.uid()));
  }

  /** The number after a field's letter. */
  private static int index(String field) {
    return Integer.parseInt(field, 1, field.length(), 10);
  }
}
