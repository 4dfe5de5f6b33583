package dev.kith.features;

import dev.kith.graph.change.Changes;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A graph of people who know (both ways) and follow (one way) each other and visit places, and
 * questions about it.
 */
public final class World {
  public static final GraphSchema SCHEMA =
      GraphYaml.parse(
          "graph.yaml",
          """
          nodes:
            person:
              key: person_id
              attributes: {name: string, score: int, height: double, member: bool, born: timestamp}
            place:
              key: place_id
              attributes: {kind: string, rating: double}
          edges:
            knows:
              between: person
              event_time: since
              attributes: {since: timestamp, weight: double}
            follows:
              from: person
              to: person
              attributes: {closeness: int}
            visited:
              from: person
              to: place
              key: visit_id
              stored_as: {from: visitor, to: visited_place}
              event_time: visited_at
              attributes: {visited_at: timestamp, cost: double, nights: int}
          sources:
            - {topic: people, element: person, key: id}
            - {topic: places, element: place, key: id}
            - {topic: acquaintances, element: knows, ends: [a, b]}
            - {topic: followers, element: follows, ends: [a, b]}
            - {topic: visits, element: visited, key: id, ends: [a, b]}
          """);

  public static final long NOW = micros("2026-01-01T00:00:00Z");

  private final MemoryGraph graph = new MemoryGraph(SCHEMA);
  private final Changes changes = new Changes(SCHEMA);

  public static long micros(String instant) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(instant));
  }

  /** Microseconds. */
  public static long days(int days) {
    return days * 86_400_000_000L;
  }

  public MemoryGraph graph() {
    return graph;
  }

  /** People who have rows, but no attributes. */
  public World people(String... keys) {
    for (String key : keys) {
      person(key);
    }
    return this;
  }

  public World person(String key, Object... attributes) {
    graph.apply(changes.node("person", key, attributes));
    return this;
  }

  public World place(String key, Object... attributes) {
    graph.apply(changes.node("place", key, attributes));
    return this;
  }

  public World knows(String a, String b, Object... attributes) {
    graph.apply(changes.pair("knows", a, b, attributes));
    return this;
  }

  public World follows(String from, String to, Object... attributes) {
    graph.apply(changes.pair("follows", from, to, attributes));
    return this;
  }

  public World visited(String visit, String person, String place, Object... attributes) {
    graph.apply(changes.edge("visited", visit, person, place, attributes));
    return this;
  }

  /** A catalogue of one feature, whose lines of YAML these are. */
  public static FeatureCatalogue catalogue(String... lines) {
    return FeatureCatalogue.parse(
        "features.yaml",
        "entity: person\nfeatures:\n  - name: asked\n    description: What is asked.\n    "
            + String.join("\n    ", lines)
            + "\n",
        SCHEMA);
  }

  /** The value of a feature at {@link #NOW}. */
  public @Nullable Object ask(String person, String... lines) {
    return vector(person, lines).value(0);
  }

  /** A vector of the one feature at {@link #NOW}. */
  public FeatureVector vector(String person, String... lines) {
    return catalogue(lines).planAll().evaluate(graph, person, NOW).orElseThrow();
  }
}
