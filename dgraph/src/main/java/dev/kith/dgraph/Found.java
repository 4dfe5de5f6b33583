package dev.kith.dgraph;

import com.github.benmanes.caffeine.cache.Cache;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What Dgraph holds of what a batch names, at the moment of a transaction. */
final class Found {

  /**
   * The node that is a keyed edge.
   *
   * @param ends empty if one is missing, which Kith does not do
   */
  record Edge(String uid, Optional<Ends> ends) {}

  /** The uids of an edge's source and target. */
  record Ends(String from, String to) {}

  private final Positions positions;
  private final Map<NodeKey, String> nodes;
  private final Map<EdgeType, Map<String, Edge>> records = new HashMap<>();

  private Found(Positions positions, Map<NodeKey, String> nodes) {
    this.positions = positions;
    this.nodes = nodes;
  }

  /**
   * Looks everything up, in one query.
   *
   * @param known uids that need not be looked up; gets those that were
   */
  static Found read(
      Transaction transaction, String topicId, Batch batch, Cache<NodeKey, String> known)
      throws DgraphException {
    Map<NodeKey, String> nodes = new HashMap<>(known.getAllPresent(batch.nodes()));
    Set<NodeKey> unknown = new LinkedHashSet<>(batch.nodes());
    unknown.removeAll(nodes.keySet());
    NodeLookup lookup = new NodeLookup(unknown);
    Dql dql = new Dql();
    Positions.ask(dql);
    lookup.ask(dql);
    List<EdgeType> types = List.copyOf(batch.records().keySet());
    for (int i = 0; i < types.size(); i++) {
      EdgeRecord record = types.get(i).record().orElseThrow();
      String keys = dql.variables(batch.records().getOrDefault(types.get(i), Set.of()));
      dql.add(
          "  r%d(func: eq(%s, %s)) { uid k: %s f: %s { uid } t: %s { uid } }\n"
              .formatted(i, record.key(), keys, record.key(), record.from(), record.to()));
    }
    Found found = new Found(Positions.ofTopic(topicId), nodes);
    JsonReader.read(
        transaction.query(dql),
        (name, value) -> {
          if (!found.positions.take(name, value) && !lookup.take(name, value)) {
            int index = Integer.parseInt(name, 1, name.length(), 10);
            value.array(node -> found.takeRecord(types.get(index), node));
          }
        });
    nodes.putAll(lookup.found());
    known.putAll(lookup.found());
    return found;
  }

  Positions positions() {
    return positions;
  }

  Optional<String> node(NodeKey key) {
    return Optional.ofNullable(nodes.get(key));
  }

  /** Those nodes that were not found. */
  Set<NodeKey> missing(Set<NodeKey> wanted) {
    Set<NodeKey> missing = new LinkedHashSet<>(wanted);
    missing.removeAll(nodes.keySet());
    return missing;
  }

  /** Adds nodes that were made since. */
  void add(Map<NodeKey, String> made) {
    nodes.putAll(made);
  }

  Optional<Edge> record(EdgeType type, String key) {
    return Optional.ofNullable(records.getOrDefault(type, Map.of()).get(key));
  }

  private void takeRecord(EdgeType type, JsonReader node) throws IOException {
    Map<String, String> texts = new HashMap<>();
    node.object(
        (name, value) -> {
          switch (name) {
            case "f", "t" -> texts.put(name, uid(value));
            default -> texts.put(name, value.text());
          }
        });
    Optional<Ends> ends =
        Optional.ofNullable(texts.get("f"))
            .flatMap(from -> Optional.ofNullable(texts.get("t")).map(to -> new Ends(from, to)));
    records
        .computeIfAbsent(type, t -> new HashMap<>())
        .put(texts.getOrDefault("k", ""), new Edge(texts.getOrDefault("uid", ""), ends));
  }

  /** The uid of an object. */
  static String uid(JsonReader object) throws IOException {
    List<String> uids = new ArrayList<>();
    object.object(
        (name, value) -> {
          if (name.equals("uid")) {
            uids.add(value.text());
          }
        });
    if (uids.size() != 1) {
      throw new IOException("a node without a uid");
    }
    return uids.getFirst();
  }
}
