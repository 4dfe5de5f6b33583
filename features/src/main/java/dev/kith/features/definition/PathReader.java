package dev.kith.features.definition;

import dev.kith.graph.config.Problems;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.config.YamlSection.Text;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Reads a path: {@code friends.purchased.~purchased}. */
final class PathReader {
  private static final int MOST_HOPS = 8;

  private final GraphSchema schema;
  private final NodeType entity;
  private final Problems problems;

  PathReader(GraphSchema schema, NodeType entity, Problems problems) {
    this.schema = schema;
    this.entity = entity;
    this.problems = problems;
  }

  /** Returns empty if it has a problem; the first one is noted. */
  Optional<List<Hop>> read(String what, Text path) {
    List<Hop> hops = new ArrayList<>();
    for (String word : path.value().split("\\.", -1)) {
      if (hops.size() == MOST_HOPS) {
        problems.add(
            path.line(),
            "the path of " + what + " has more than " + MOST_HOPS + " hops",
            "Nothing so far away says anything about a node: shorten it");
        return Optional.empty();
      }
      Optional<Hop> hop = hop(what, path, word.strip());
      if (hop.isEmpty() || !connects(path, hops, hop.get())) {
        return Optional.empty();
      }
      hops.add(hop.get());
    }
    return Optional.of(hops);
  }

  private Optional<Hop> hop(String what, Text path, String word) {
    boolean forward = !word.startsWith("~");
    String name = forward ? word : word.substring(1);
    if (name.isEmpty()) {
      problems.add(
          path.line(),
          "the path '" + path.value() + "' of " + what + " has an empty hop",
          "Write edge types with a '.' between them");
      return Optional.empty();
    }
    Optional<EdgeType> edge = schema.edgeType(name);
    if (edge.isEmpty()) {
      problems.add(
          path.line(),
          path.value() + ": there is no edge type '" + name + "'",
          Suggestion.of(name, schema.edgeTypes().stream().map(EdgeType::name).toList()));
      return Optional.empty();
    }
    if (edge.get().symmetric() && !forward) {
      problems.add(
          path.line(),
          path.value() + ": '" + name + "' has no direction, so it can't be walked backwards",
          "Write '" + name + "'");
      return Optional.empty();
    }
    return Optional.of(new Hop(edge.get(), forward));
  }

  private boolean connects(Text path, List<Hop> before, Hop hop) {
    NodeType at = before.isEmpty() ? entity : before.getLast().target();
    if (hop.source().equals(at)) {
      return true;
    }
    String there =
        before.isEmpty()
            ? "the asked node is a " + at.name()
            : "'" + before.getLast() + "' ends at " + at.name();
    problems.add(
        path.line(),
        path.value() + ": '" + hop + "' starts at " + hop.source().name() + ", but " + there,
        "From " + at.name() + " lead: " + hopsFrom(at));
    return false;
  }

  private String hopsFrom(NodeType type) {
    String hops =
        schema.edgeTypes().stream()
            .flatMap(Hop::along)
            .filter(hop -> hop.source().equals(type))
            .map(Hop::toString)
            .collect(Collectors.joining(", "));
    return hops.isEmpty() ? "no edges" : hops;
  }
}
