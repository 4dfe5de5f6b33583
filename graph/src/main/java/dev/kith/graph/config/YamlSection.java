package dev.kith.graph.config;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * A mapping in a YAML file, read key by key. What is wrong is noted, with its line, in the file's
 * {@link Problems}, and reading goes on. {@link #finish} notes the keys that nobody asked for. Not
 * thread-safe.
 */
public final class YamlSection {

  /** A text, and where it stands. */
  public record Text(String value, int line) {}

  /** No value that means something is nested deeper. */
  private static final int DEEPEST_WRITTEN = 4;

  private final String name;
  private final int line;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Integer> lines = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();
  private final Problems problems;

  private YamlSection(String name, int line, MappingNode node, Problems problems) {
    this.name = name;
    this.line = line;
    this.problems = problems;
    for (NodeTuple entry : node.getValue()) {
      if (!(entry.getKeyNode() instanceof ScalarNode key)) {
        problems.add(
            line(entry.getKeyNode()), "a key of " + name + " is not a text", "Write a name");
      } else if (values.putIfAbsent(key.getValue(), entry.getValueNode()) != null) {
        problems.add(
            line(key),
            "'"
                + key.getValue()
                + "' stands twice in "
                + name
                + " (first in line "
                + lines.get(key.getValue())
                + ")",
            "Remove or rename one");
      } else {
        lines.put(key.getValue(), line(key));
      }
    }
  }

  /**
   * Reads a whole file.
   *
   * @return empty if it is not a mapping; then {@code problems} says why
   */
  public static Optional<YamlSection> parse(String text, Problems problems) {
    LoadSettings settings =
        LoadSettings.builder().setAllowDuplicateKeys(true).setMaxAliasesForCollections(0).build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isPresent() && root.get() instanceof MappingNode mapping) {
        return Optional.of(new YamlSection("the file", 1, mapping, problems));
      }
      problems.add(1, "the file is not a mapping", "Start it with 'key: value' lines");
    } catch (MarkedYamlEngineException e) {
      int at = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(0);
      problems.add(at, "this is not YAML: " + e.getProblem(), "Mind the indentation and quotes");
    } catch (YamlEngineException e) {
      problems.add(0, "this is not YAML: " + e.getMessage(), "Mind the indentation and quotes");
    } catch (StackOverflowError e) { // the parser calls itself for what is nested
      problems.add(0, "it is nested too deeply", "Remove some of its brackets");
    }
    return Optional.empty();
  }

  /** What this section is called in messages. */
  public String name() {
    return name;
  }

  /** The line of the key that it stands under, or on which it begins; from 1. */
  public int line() {
    return line;
  }

  /** The line of a key; the section's own if it is not there. */
  public int line(String key) {
    return lines.getOrDefault(key, line);
  }

  /** Notes a problem at a key. */
  public void problem(String key, String what, String fix) {
    problems.add(line(key), what, fix);
  }

  /** All keys, in order, as they stand in the file. */
  public Set<String> keys() {
    return new LinkedHashSet<>(values.keySet());
  }

  /** A text, number or the like, as it is written. */
  public Optional<Text> text(String key) {
    return value(key).flatMap(node -> scalar("'" + key + "' of " + name, node));
  }

  /** Like {@link #text}, and it is a problem if it is not there. */
  public Optional<Text> requiredText(String key) {
    if (!has(key)) {
      problems.add(line, name + " has no '" + key + "'", "Add '" + key + ": …'");
    }
    return text(key);
  }

  /** A list of texts; empty if the key is not there. */
  public List<Text> texts(String key) {
    List<Text> out = new ArrayList<>();
    value(key)
        .ifPresent(
            node -> {
              if (node instanceof SequenceNode sequence) {
                sequence
                    .getValue()
                    .forEach(item -> scalar("an item of '" + key + "'", item).ifPresent(out::add));
              } else {
                problem(key, "'" + key + "' of " + name + " is not a list", "Write [a, b]");
              }
            });
    return out;
  }

  /** The section under a key. */
  public Optional<YamlSection> section(String key) {
    return value(key).flatMap(node -> mapping("'" + key + "' of " + name, line(key), node));
  }

  /** A list of sections; each is called {@code itemName} and its number in messages. */
  public List<YamlSection> sections(String key, String itemName) {
    List<YamlSection> out = new ArrayList<>();
    value(key)
        .ifPresent(
            node -> {
              if (node instanceof SequenceNode sequence) {
                int number = 0;
                for (Node item : sequence.getValue()) {
                  mapping(itemName + " " + ++number, line(item), item).ifPresent(out::add);
                }
              } else {
                problem(key, "'" + key + "' of " + name + " is not a list", "Write '- …' lines");
              }
            });
    return out;
  }

  /**
   * Each key, which is a name of the user's choice, with the section under it. Where there is none,
   * that is a problem.
   */
  public void forEachSection(String itemName, BiConsumer<Text, YamlSection> action) {
    for (String key : keys()) {
      String item = itemName + " '" + key + "'";
      value(key)
          .or(() -> nothing(key, item))
          .flatMap(node -> mapping(item, line(key), node))
          .ifPresent(section -> action.accept(new Text(key, line(key)), section));
    }
  }

  /**
   * Each key, which is a name of the user's choice, with the text after it. Where there is none,
   * that is a problem.
   */
  public void forEachText(BiConsumer<Text, Text> action) {
    for (String key : keys()) {
      String item = "'" + key + "' of " + name;
      value(key)
          .or(() -> nothing(key, item))
          .flatMap(node -> scalar(item, node))
          .ifPresent(text -> action.accept(new Text(key, line(key)), text));
    }
  }

  /**
   * Each key that has a value, in order, with that value as text: as it is written, lists as {@code
   * [a, b]} and mappings as {@code {a: b}}. No key counts as asked for by that.
   */
  public SequencedMap<String, String> written() {
    SequencedMap<String, String> out = new LinkedHashMap<>();
    values.forEach(
        (key, node) -> {
          if (!node.getTag().equals(Tag.NULL)) {
            out.put(key, written(node, 0));
          }
        });
    return out;
  }

  private static String written(Node node, int depth) {
    return switch (node) {
      case ScalarNode scalar -> scalar.getValue();
      case SequenceNode sequence when depth < DEEPEST_WRITTEN ->
          sequence.getValue().stream()
              .map(item -> written(item, depth + 1))
              .collect(Collectors.joining(", ", "[", "]"));
      case MappingNode mapping when depth < DEEPEST_WRITTEN ->
          mapping.getValue().stream()
              .map(
                  entry ->
                      written(entry.getKeyNode(), depth + 1)
                          + ": "
                          + written(entry.getValueNode(), depth + 1))
              .collect(Collectors.joining(", ", "{", "}"));
      default -> "…";
    };
  }

  /** Whether the key is there with a value. */
  public boolean has(String key) {
    return value(key).isPresent();
  }

  /** Notes every key that was not asked for. */
  public void finish() {
    for (String key : values.keySet()) {
      if (!known.contains(key)) {
        problem(key, "unknown key '" + key + "' in " + name, Suggestion.of(key, known));
      }
    }
  }

  private Optional<Node> value(String key) {
    known.add(key);
    Node node = values.get(key);
    return node == null || node.getTag().equals(Tag.NULL) ? Optional.empty() : Optional.of(node);
  }

  private Optional<Node> nothing(String key, String item) {
    problem(key, item + " is empty", "Write something after it, or remove it");
    return Optional.empty();
  }

  private Optional<Text> scalar(String what, Node node) {
    if (node instanceof ScalarNode scalar) {
      return Optional.of(new Text(scalar.getValue(), line(node)));
    }
    problems.add(line(node), what + " is not a text", "Write one value");
    return Optional.empty();
  }

  private Optional<YamlSection> mapping(String what, int line, Node node) {
    if (node instanceof MappingNode mapping) {
      return Optional.of(new YamlSection(what, line, mapping, problems));
    }
    problems.add(line(node), what + " is not a mapping", "Write 'key: value' lines under it");
    return Optional.empty();
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
