package dev.kith.features.examples;

import dev.kith.graph.GraphView;
import dev.kith.graph.change.Changes;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.GraphSchema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Builds the graph of the shop that an example's rows make:
 *
 * <pre>
 *   user ann: age 30, city Oslo, created_at 10d 12h ago
 *   product tea: category drink
 *   ann friend bob cid since 2d ago
 *   ann bought tea 1h ahead for 5.0
 * </pre>
 *
 * <p>All but the names may be left out. Times are relative to <em>now</em>.
 */
final class ExampleRows {
  private static final String TIME = "(?:\\d+[smhd] )+(?:ago|ahead)";
  private static final Pattern NODE =
      Pattern.compile("(user|product) (\\w+)((?:[:,] \\w+ [^,]+)*)");
  private static final Pattern ATTRIBUTE = Pattern.compile("[:,] (\\w+) ([^,]+)");
  private static final Pattern FRIENDS =
      Pattern.compile("(\\w+) friend (\\w+(?: \\w+)*?)(?: since (" + TIME + "))?");
  private static final Pattern BOUGHT =
      Pattern.compile("(\\w+) bought (\\w+)(?: (" + TIME + "))?(?: for (\\d+\\.\\d+))?");
  private static final Pattern SPAN = Pattern.compile("(\\d+)([smhd])");

  private final GraphSchema schema;
  private final Changes changes;
  private final long now;
  private final MemoryGraph graph;
  private final Set<String> names = new TreeSet<>();
  private int purchases;

  /**
   * Reads the rows.
   *
   * @param now in epoch microseconds
   */
  ExampleRows(List<String> rows, GraphSchema schema, long now) {
    this.schema = schema;
    this.changes = new Changes(schema);
    this.now = now;
    this.graph = new MemoryGraph(schema);
    rows.forEach(this::add);
  }

  GraphView graph() {
    return graph;
  }

  /** Of all users and products. */
  Set<String> names() {
    return names;
  }

  private void add(String row) {
    Matcher node = NODE.matcher(row);
    Matcher friends = FRIENDS.matcher(row);
    Matcher bought = BOUGHT.matcher(row);
    List<Object> attributes = new ArrayList<>();
    if (node.matches()) {
      String type = node.group(1);
      Matcher attribute = ATTRIBUTE.matcher(node.group(3));
      while (attribute.find()) {
        put(type, attribute.group(1), attribute.group(2), attributes);
      }
      names.add(node.group(2));
      graph.apply(changes.node(type, node.group(2), attributes.toArray()));
    } else if (friends.matches()) {
      names.add(friends.group(1));
      put("friends", "since", friends.group(3), attributes);
      for (String friend : friends.group(2).split(" ", -1)) {
        names.add(friend);
        graph.apply(changes.pair("friends", friends.group(1), friend, attributes.toArray()));
      }
    } else if (bought.matches()) {
      put("purchased", "purchased_at", bought.group(3), attributes);
      put("purchased", "amount", bought.group(4), attributes);
      names.addAll(List.of(bought.group(1), bought.group(2)));
      String key = String.valueOf(++purchases);
      graph.apply(
          changes.edge("purchased", key, bought.group(1), bought.group(2), attributes.toArray()));
    } else {
      throw new IllegalArgumentException("not a row of an example: " + row);
    }
  }

  private void put(String type, String name, @Nullable String written, List<Object> attributes) {
    if (written != null) {
      Attribute attribute = schema.elementType(type).orElseThrow().attribute(name).orElseThrow();
      attributes.add(name);
      attributes.add(
          switch (attribute.type()) {
            case INT -> Long.valueOf(written);
            case DOUBLE -> Double.valueOf(written);
            case STRING -> written;
            case BOOL -> Boolean.valueOf(written);
            case TIMESTAMP -> time(written);
          });
    }
  }

  private long time(String written) {
    long seconds = 0;
    Matcher span = SPAN.matcher(written);
    while (span.find()) {
      seconds +=
          Long.parseLong(span.group(1))
              * switch (span.group(2)) {
                case "d" -> 86_400;
                case "h" -> 3_600;
                case "m" -> 60;
                default -> 1;
              };
    }
    return now + (written.endsWith("ago") ? -seconds : seconds) * 1_000_000;
  }
}
