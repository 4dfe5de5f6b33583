package dev.kith.graph;

import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A graph with every kind of type: nodes with an attribute of each type, edges of a pair (symmetric
 * and not), edges with a key, with and without an event time, between one type and between two.
 */
public final class ContractGraph {
  private static final String ALL_TYPES =
      "whole: int, real: double, words: string, flag: bool, moment: timestamp";

  public static final GraphSchema SCHEMA =
      GraphYaml.parse(
          "contract.yaml",
          """
          nodes:
            person: {key: person_id, attributes: {ALL_TYPES}}
            place: {key: place_id, attributes: {title: string}}
          edges:
            knows: {between: person, event_time: since, attributes: {since: timestamp, ALL_TYPES}}
            follows: {from: person, to: person}
            visited:
              {from: person, to: place, key: visit_id, stored_as: {from: visitor, to: venue},
               event_time: visited_at, attributes: {visited_at: timestamp, ALL_TYPES}}
            paid:
              {from: person, to: person, key: payment_id, stored_as: {from: payer, to: payee},
               attributes: {whole: int}}
          sources:
            - {topic: persons, element: person, key: id}
            - {topic: places, element: place, key: id}
            - {topic: acquaintances, element: knows, ends: [a, b]}
            - {topic: followers, element: follows, ends: [a, b]}
            - {topic: visits, element: visited, key: id, ends: [a, b]}
            - {topic: payments, element: paid, key: id, ends: [a, b]}
          """
              .replace("ALL_TYPES", ALL_TYPES));

  private ContractGraph() {}

  /** A hop as features.yaml writes it: {@code visited}, {@code ~visited}. */
  public static Hop hop(String text) {
    boolean forward = !text.startsWith("~");
    EdgeType edge = SCHEMA.edgeType(forward ? text : text.substring(1)).orElseThrow();
    return new Hop(edge, forward);
  }

  /**
   * Everything around a person along some paths, with all attributes.
   *
   * @param paths hops joined by dots ({@code knows.visited})
   */
  public static EgoShape around(String... paths) {
    return around(SCHEMA.nodeType("person").orElseThrow(), paths);
  }

  /** Everything around a node along some paths, with all attributes. */
  public static EgoShape around(NodeType root, String... paths) {
    List<List<String>> split = Stream.of(paths).map(path -> List.of(path.split("\\."))).toList();
    return new EgoShape(root, all(root.attributes()), branches(split), true);
  }

  private static List<Branch> branches(List<List<String>> paths) {
    Map<String, List<List<String>>> byHop = new LinkedHashMap<>();
    for (List<String> path : paths) {
      List<List<String>> rests = byHop.computeIfAbsent(path.getFirst(), h -> new ArrayList<>());
      if (path.size() > 1) {
        rests.add(path.subList(1, path.size()));
      }
    }
    List<Branch> out = new ArrayList<>();
    byHop.forEach(
        (text, rests) -> {
          Hop hop = hop(text);
          out.add(
              new Branch(
                  hop,
                  all(hop.edge().attributes()),
                  all(hop.target().attributes()),
                  branches(rests)));
        });
    return out;
  }

  private static Set<Attribute> all(List<Attribute> attributes) {
    return Set.copyOf(attributes);
  }
}
