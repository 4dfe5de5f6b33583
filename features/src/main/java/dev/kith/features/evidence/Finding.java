package dev.kith.features.evidence;

import dev.kith.graph.schema.ElementType;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A node that a value is made of, or that others are found by; and those. At the top is the asked
 * node.
 *
 * @param edge between the node and one of those above it, mostly the next, or the asked node; empty
 *     for that one
 * @param counts whether the value is made of it; else it is only on the way to others
 * @param part what it brings to the value, as {@link Evidence#add(dev.kith.features.path.Trail,
 *     Object)} has it; empty if the value counts it
 * @param findings below it, the newest first
 */
public record Finding(
    Element node,
    Optional<Element> edge,
    boolean counts,
    Optional<Object> part,
    List<Finding> findings) {

  /**
   * A node or an edge.
   *
   * @param key empty for an edge without a key of its own, and for one that is gone
   * @param time the event time of an edge that has one
   * @param attributes all others that are known, by name in the order of the schema; {@code Long},
   *     {@code Double}, {@code Boolean}, {@code String} or {@code Instant}
   */
  public record Element(
      ElementType type,
      String key,
      Optional<Instant> time,
      SequencedMap<String, Object> attributes) {

    public Element {
      attributes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(attributes));
    }
  }

  public Finding {
    findings = List.copyOf(findings);
  }
}
