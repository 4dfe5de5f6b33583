package dev.kith.graph.schema;

import dev.kith.graph.config.Problems;
import dev.kith.graph.config.YamlSection.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The names in a graph.yaml: what may be one, and which are taken. Types share one name space, in
 * which conditions find them; Dgraph's predicates are another.
 */
final class NameSpace {
  private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z][A-Za-z0-9_]{0,99}");

  /** CEL's keywords, reserved words and type names, and the variable of the asked node. */
  private static final Set<String> RESERVED_IN_CONDITIONS =
      Set.of(
          "as",
          "bool",
          "break",
          "bytes",
          "const",
          "continue",
          "double",
          "duration",
          "dyn",
          "else",
          "false",
          "for",
          "function",
          "if",
          "import",
          "in",
          "int",
          "let",
          "list",
          "loop",
          "map",
          "namespace",
          "null",
          "null_type",
          "package",
          "return",
          "self",
          "string",
          "timestamp",
          "true",
          "type",
          "uint",
          "var",
          "void",
          "while");

  /** Words of DQL that can't be the name of a predicate in a query. */
  private static final Set<String> RESERVED_IN_DGRAPH =
      Set.of("checkpwd", "count", "expand", "math", "shortest", "uid", "val");

  /**
   * A name that is taken.
   *
   * @param what whose it is ("the key of node type 'user'")
   * @param shareable what another use of the name must equal to be no collision
   */
  private record Taken(String what, int line, Object shareable) {}

  private final Problems problems;
  private final Map<String, Taken> types = new HashMap<>();
  private final Map<String, Taken> predicates = new HashMap<>();

  NameSpace(Problems problems) {
    this.problems = problems;
  }

  /** Takes the name of a node type, which in Dgraph is a type. */
  void nodeType(Text name) {
    type(name, "a node type");
  }

  /** Takes the name of an edge type, which in Dgraph is a predicate. */
  void edgeType(Text name) {
    if (type(name, "an edge type")) {
      predicate(name, "edge type '" + name.value() + "'");
    }
  }

  private boolean type(Text name, String what) {
    boolean valid =
        valid(name, RESERVED_IN_CONDITIONS, "conditions give it a meaning of their own");
    if (valid) {
      take(types, name, new Taken(what, name.line(), new Object()));
    }
    return valid;
  }

  /** Takes a predicate for one use only. */
  void predicate(Text name, String what) {
    predicate(name, what, new Object());
  }

  /** Takes a predicate for an attribute; all types that have an attribute of it share it. */
  void attribute(Text name, String what, AttributeType type) {
    Taken first = predicates.get(name.value());
    if (first != null && first.shareable() instanceof AttributeType other && other != type) {
      problems.add(
          name.line(),
          what
              + " is "
              + TypesYaml.written(type)
              + ", but "
              + first.what()
              + " is "
              + TypesYaml.written(other)
              + where(first),
          "In Dgraph they are one predicate: give both one type, or rename one and map its column"
              + " under 'columns'");
    } else {
      predicate(name, what, type);
    }
  }

  private void predicate(Text name, String what, Object shareable) {
    if (valid(name, RESERVED_IN_DGRAPH, "Dgraph's queries give it a meaning of their own")) {
      take(predicates, name, new Taken(what, name.line(), shareable));
    }
  }

  private boolean valid(Text name, Set<String> reserved, String why) {
    String value = name.value();
    if (value.startsWith("dgraph.") || value.startsWith("kith.")) {
      String prefix = value.substring(0, value.indexOf('.') + 1);
      problems.add(
          name.line(), "the prefix of '" + value + "' is reserved", "Write it without " + prefix);
    } else if (!IDENTIFIER.matcher(value).matches()) {
      problems.add(
          name.line(),
          "'" + value + "' is no name",
          "A name is a letter, then letters, digits and '_', at most 100 in all");
    } else if (reserved.contains(value)) {
      problems.add(name.line(), "'" + value + "' can't be a name here: " + why, "Rename it");
    } else {
      return true;
    }
    return false;
  }

  private void take(Map<String, Taken> names, Text name, Taken use) {
    Taken first = names.putIfAbsent(name.value(), use);
    if (first != null && !first.shareable().equals(use.shareable())) {
      problems.add(
          name.line(),
          "'" + name.value() + "' is " + use.what() + " and also " + first.what() + where(first),
          "Rename one");
    }
  }

  private static String where(Taken taken) {
    return " (line " + taken.line() + ")";
  }
}
