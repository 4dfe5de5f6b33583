package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Predicates and types: those that a graph needs, or those that a Dgraph has.
 *
 * <p>A node has its key, its attributes and, while its row is there, its {@code dgraph.type}. An
 * edge without a key is a {@code [uid]} predicate with its attributes as facets; a symmetric one is
 * stored in both directions. An edge with a key is a node of its own, its record, with its key, its
 * attributes, its {@code dgraph.type}, and a {@code uid} predicate to either end; beside it a
 * {@code [uid]} predicate leads straight from end to end. The record's attributes and the direct
 * predicate are for people's queries. Answers are read from the predicates to the ends, which have
 * the attributes as facets too, and the uid of the other end: so all edges of a node are one list,
 * that Dgraph reads at once, and no record has to be looked up.
 *
 * @param types the names of their fields, by their own
 */
record DgraphSchema(Map<String, Predicate> predicates, Map<String, SortedSet<String>> types) {

  /** What the writer keeps of its own: a node a partition of the topic, with the position in it. */
  static final String PARTITION = "kith.partition";

  static final String POSITION = "kith.position";

  /** And the newest watermark before that position. */
  static final String WATERMARK = "kith.watermark";

  /** The facet of the predicates from a record to its ends that holds the uid of the other end. */
  static final String FAR_END = "kith.end";

  static boolean isPosition(String predicate) {
    return predicate.equals(PARTITION) || predicate.equals(POSITION) || predicate.equals(WATERMARK);
  }

  /** What a graph needs. */
  static DgraphSchema of(GraphSchema graph) {
    DgraphSchema out = new DgraphSchema(new TreeMap<>(), new TreeMap<>());
    TypeNames names = new TypeNames(graph);
    out.add(Predicate.key(PARTITION));
    out.add(Predicate.of(POSITION, "int"));
    out.add(Predicate.of(WATERMARK, "string"));
    for (NodeType type : graph.nodeTypes()) {
      SortedSet<String> fields = out.addNode(names.of(type), type.key(), type.attributes());
      for (EdgeType edge : graph.edgeTypes()) {
        if (edge.from().equals(type)) {
          fields.add(edge.name());
        }
      }
    }
    for (EdgeType type : graph.edgeTypes()) {
      out.add(Predicate.of(type.name(), "[uid]", "@reverse"));
      if (type.record().isPresent()) {
        EdgeRecord record = type.record().get();
        SortedSet<String> fields =
            out.addNode(names.ofRecord(type), record.key(), type.attributes());
        for (String end : List.of(record.from(), record.to())) {
          out.add(Predicate.of(end, "uid", "@reverse"));
          fields.add(end);
        }
      }
    }
    return out;
  }

  /** What a Dgraph has, by its answer to {@code schema {}}. */
  static DgraphSchema read(ByteString json) throws DgraphException {
    DgraphSchema out = new DgraphSchema(new TreeMap<>(), new TreeMap<>());
    JsonReader.read(
        json,
        (name, value) -> {
          switch (name) {
            case "schema" -> value.array(predicate -> out.add(readPredicate(predicate)));
            case "types" -> value.array(out::readType);
            default -> {}
          }
        });
    return out;
  }

  /**
   * The declarations that a Dgraph lacks, as one alteration; empty if it lacks none. Declaring a
   * predicate or type replaces it, so what the Dgraph has beyond ours is declared again.
   *
   * @throws DgraphException of kind REFUSED if it has predicates of another type
   */
  String changesTo(DgraphSchema present) throws DgraphException {
    StringBuilder out = new StringBuilder();
    List<String> collisions = new ArrayList<>();
    for (Predicate wanted : predicates.values()) {
      Predicate found = present.predicates.getOrDefault(wanted.name(), wanted);
      Predicate both = wanted.with(found);
      if (!found.type().equals(wanted.type())) {
        collisions.add(
            "predicate '%s' is %s, not %s".formatted(wanted.name(), found.type(), wanted.type()));
      } else if (!both.equals(present.predicates.get(wanted.name()))) {
        out.append(both.declaration());
      }
    }
    if (!collisions.isEmpty()) {
      throw new DgraphException(
          DgraphException.Kind.REFUSED,
          "Dgraph holds something else than graph.yaml declares: "
              + String.join("; ", collisions)
              + ". Rename it in graph.yaml, or drop it from Dgraph",
          null);
    }
    types.forEach(
        (name, fields) -> {
          SortedSet<String> found = present.types.getOrDefault(name, new TreeSet<>());
          if (!found.containsAll(fields)) {
            SortedSet<String> both = new TreeSet<>(found);
            both.addAll(fields);
            out.append("type <").append(name).append("> {\n");
            both.forEach(field -> out.append("  <").append(field).append(">\n"));
            out.append("}\n");
          }
        });
    return out.toString();
  }

  private SortedSet<String> addNode(String name, String key, List<Attribute> attributes) {
    SortedSet<String> fields = new TreeSet<>();
    add(Predicate.key(key));
    fields.add(key);
    for (Attribute attribute : attributes) {
      add(Predicate.of(attribute.name(), typeOf(attribute.type())));
      fields.add(attribute.name());
    }
    types.put(name, fields);
    return fields;
  }

  private void add(Predicate predicate) {
    predicates.put(predicate.name(), predicate);
  }

  private static String typeOf(AttributeType type) {
    return switch (type) {
      case INT -> "int";
      case DOUBLE -> "float";
      case STRING -> "string";
      case BOOL -> "bool";
      case TIMESTAMP -> "datetime";
    };
  }

  private static Predicate readPredicate(JsonReader predicate) throws IOException {
    SortedSet<String> tokenizers = new TreeSet<>();
    SortedSet<String> flags = new TreeSet<>();
    Map<String, String> texts = new TreeMap<>();
    predicate.object(
        (name, value) -> {
          switch (name) {
            case "predicate", "type" -> texts.put(name, value.text());
            case "tokenizer" -> value.array(tokenizer -> tokenizers.add(tokenizer.text()));
            case "list", "reverse", "upsert", "count", "lang", "unique", "no_conflict" -> {
              if (value.booleanValue()) {
                flags.add(name);
              }
            }
            default -> {}
          }
        });
    String type = texts.getOrDefault("type", "default");
    boolean isList = flags.remove("list");
    return new Predicate(
        texts.getOrDefault("predicate", ""),
        isList ? "[" + type + "]" : type,
        tokenizers,
        flags.stream()
            .map(flag -> "@" + flag.replace("_", ""))
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private void readType(JsonReader type) throws IOException {
    SortedSet<String> fields = new TreeSet<>();
    List<String> names = new ArrayList<>();
    type.object(
        (key, value) -> {
          switch (key) {
            case "name" -> names.add(value.text());
            case "fields" ->
                value.array(
                    field ->
                        field.object(
                            (k, v) -> {
                              if (k.equals("name")) {
                                fields.add(v.text());
                              }
                            }));
            default -> {}
          }
        });
    names.forEach(name -> types.put(name, fields));
  }
}
