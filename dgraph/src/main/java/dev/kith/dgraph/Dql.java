package dev.kith.dgraph;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The text of a query, and its variables. Values of users only ever become variables, never text;
 * what is put into the text comes from a validated schema or from Dgraph. Not thread-safe.
 */
final class Dql {
  private final StringBuilder blocks = new StringBuilder();
  private final Map<String, String> variables = new LinkedHashMap<>();

  /** Adds text: a block, or a part of one. */
  Dql add(String text) {
    blocks.append(text);
    return this;
  }

  /** A variable that holds a string: its name, to be put into the text. */
  String variable(String value) {
    String name = "$v" + variables.size();
    variables.put(name, value);
    return name;
  }

  /** A list of variables, as {@code eq} takes it. */
  String variables(Collection<String> values) {
    return values.stream().map(this::variable).collect(Collectors.joining(", ", "[", "]"));
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  Map<String, String> variables() {
    return variables;
  }

  String text() {
    if (variables.isEmpty()) {
      return "{\n" + blocks + "}";
    }
    return variables.keySet().stream()
        .map(name -> name + ": string")
        .collect(Collectors.joining(", ", "query kith(", ") {\n" + blocks + "}"));
  }
}
