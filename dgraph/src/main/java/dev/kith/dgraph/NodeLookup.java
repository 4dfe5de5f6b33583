package dev.kith.dgraph;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of a query that asks for the uids of nodes. Not thread-safe. */
final class NodeLookup {
  private static final char BLOCK = 'n';

  private final Map<String, Set<String>> keys = new LinkedHashMap<>();
  private final List<String> predicates;
  private final Map<NodeKey, String> found = new HashMap<>();

  NodeLookup(Collection<NodeKey> nodes) {
    for (NodeKey node : nodes) {
      keys.computeIfAbsent(node.predicate(), p -> new LinkedHashSet<>()).add(node.key());
    }
    predicates = List.copyOf(keys.keySet());
  }

  /** Adds a block for each key predicate. */
  void ask(Dql dql) {
    for (int i = 0; i < predicates.size(); i++) {
      String predicate = predicates.get(i);
      String variables = dql.variables(keys.getOrDefault(predicate, Set.of()));
      dql.add(
          "  %c%d(func: eq(%s, %s)) { uid k: %s }\n"
              .formatted(BLOCK, i, predicate, variables, predicate));
    }
  }

  /** Takes a field of the answer; whether it was one of the blocks. */
  boolean take(String field, JsonReader value) throws IOException {
    if (field.charAt(0) != BLOCK) {
      return false;
    }
    String predicate = predicates.get(Integer.parseInt(field, 1, field.length(), 10));
    value.array(node -> takeNode(predicate, node));
    return true;
  }

  /** The uids of those that are there, once the answer was taken. */
  Map<NodeKey, String> found() {
    return found;
  }

  private void takeNode(String predicate, JsonReader node) throws IOException {
    Map<String, String> texts = new HashMap<>();
    node.object((name, value) -> texts.put(name, value.text()));
    found.put(new NodeKey(predicate, texts.getOrDefault("k", "")), texts.getOrDefault("uid", ""));
  }
}
