package dev.kith.serving.rpc;

import com.google.protobuf.Value;
import com.google.protobuf.util.Timestamps;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.config.Suggestion;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import io.grpc.Status;
import io.grpc.StatusException;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Checks the edges that a request adds to the graph for its evaluation. Thread-safe. */
final class WhatIfReader {
  /** How many edges one request may add. */
  private static final int MOST_EDGES = 100;

  /** Up to here a double tells all integers apart. */
  private static final double MOST_EXACT = 1L << 53;

  private final GraphSchema schema;

  WhatIfReader(GraphSchema schema) {
    this.schema = schema;
  }

  /**
   * Reads the edges; those that come to be after the time of the evaluation are left out.
   *
   * @param now that time, in epoch microseconds; of the edges that name none, too
   * @throws StatusException INVALID_ARGUMENT, with a message that says which is wrong, and what to
   *     change
   */
  List<HypotheticalEdge> read(List<dev.kith.proto.v1.HypotheticalEdge> edges, long now)
      throws StatusException {
    if (edges.size() > MOST_EDGES) {
      throw invalid(
          "what_if has %d edges: at most %d are allowed".formatted(edges.size(), MOST_EDGES));
    }
    List<HypotheticalEdge> out = new ArrayList<>(edges.size());
    for (int i = 0; i < edges.size(); i++) {
      dev.kith.proto.v1.HypotheticalEdge edge = edges.get(i);
      try {
        HypotheticalEdge read = edge(edge, now);
        if (read.time() <= now) {
          out.add(read);
        }
      } catch (WrongEdgeException e) {
        throw invalid(
            "what_if[%d], %s from '%s' to '%s': %s"
                .formatted(
                    i,
                    shown(edge.getType()),
                    shown(edge.getFromKey()),
                    shown(edge.getToKey()),
                    e.getMessage()));
      }
    }
    return out;
  }

  private HypotheticalEdge edge(dev.kith.proto.v1.HypotheticalEdge edge, long now)
      throws WrongEdgeException {
    Optional<EdgeType> found = schema.edgeType(edge.getType());
    if (found.isEmpty()) {
      List<String> known = schema.edgeTypes().stream().map(EdgeType::name).toList();
      throw new WrongEdgeException(
          "'%s' is no type of edge. %s"
              .formatted(shown(edge.getType()), Suggestion.of(edge.getType(), known)));
    }
    EdgeType type = found.get();
    checkKey("from_key", edge.getFromKey());
    checkKey("to_key", edge.getToKey());
    if (type.symmetric() && edge.getFromKey().equals(edge.getToKey())) {
      throw new WrongEdgeException("it needs two ends that differ");
    }
    return new HypotheticalEdge(
        type,
        edge.getFromKey(),
        edge.getToKey(),
        row(type, edge.getAttributes().getFieldsMap(), now));
  }

  private static void checkKey(String end, String key) throws WrongEdgeException {
    if (!Element.isKey(key)) {
      throw new WrongEdgeException(
          key.isEmpty()
              ? end + " is empty: it must be the key of a node"
              : "%s has %d characters: at most %d are allowed"
                  .formatted(end, key.length(), Element.MAX_KEY_LENGTH));
    }
  }

  private static Row row(EdgeType type, Map<String, Value> values, long now)
      throws WrongEdgeException {
    Row.Builder row = Row.builder(type);
    type.eventTime().ifPresent(time -> row.set(time, now));
    for (Map.Entry<String, Value> entry : values.entrySet()) {
      Attribute attribute = type.attribute(entry.getKey()).orElse(null);
      if (attribute == null) {
        List<String> known = type.attributes().stream().map(Attribute::name).toList();
        throw new WrongEdgeException(
            "there is no attribute '%s'. %s"
                .formatted(shown(entry.getKey()), Suggestion.of(entry.getKey(), known)));
      }
      if (entry.getValue().getKindCase() != Value.KindCase.NULL_VALUE) {
        set(row, attribute, entry.getValue());
      }
    }
    return row.build();
  }

  private static void set(Row.Builder row, Attribute attribute, Value value)
      throws WrongEdgeException {
    double number = value.getNumberValue();
    switch (attribute.type()) {
      case INT -> {
        check(value.hasNumberValue(), attribute, "a number");
        check(
            number == Math.rint(number) && Math.abs(number) <= MOST_EXACT,
            attribute,
            "an integer, at most 2^53 from 0");
        row.set(attribute, (long) number);
      }
      case DOUBLE -> {
        check(value.hasNumberValue() && Double.isFinite(number), attribute, "a finite number");
        row.set(attribute, number);
      }
      case BOOL -> {
        check(value.hasBoolValue(), attribute, "true or false");
        row.set(attribute, value.getBoolValue());
      }
      case STRING -> {
        check(value.hasStringValue(), attribute, "a string");
        row.set(attribute, value.getStringValue());
      }
      case TIMESTAMP -> {
        check(value.hasStringValue(), attribute, "a string like 2026-03-01T12:00:00Z");
        try {
          row.set(attribute, Timestamps.toMicros(Timestamps.parse(value.getStringValue())));
        } catch (ParseException e) {
          throw new WrongEdgeException(
              "%s is '%s': it must be a time like 2026-03-01T12:00:00Z"
                  .formatted(attribute.name(), shown(value.getStringValue())));
        }
      }
    }
  }

  private static void check(boolean right, Attribute attribute, String what)
      throws WrongEdgeException {
    if (!right) {
      throw new WrongEdgeException(attribute.name() + " must be " + what);
    }
  }

  private static String shown(String text) {
    return RequestReader.shown(text);
  }

  private static StatusException invalid(String what) {
    return Status.INVALID_ARGUMENT.withDescription(what).asException();
  }

  /** The message says what is wrong with an edge. */
  private static final class WrongEdgeException extends Exception {
    private static final long serialVersionUID = 1L;

    WrongEdgeException(String message) {
      super(message, null, false, false);
    }
  }
}
