package dev.kith.features.oracle;

import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The graph that rows of the default tables are, said apart from what ingest does: as the elements
 * that exist, and as changes that lead there.
 */
public final class ExpectedChanges {
  private final NodeType user;
  private final NodeType product;
  private final EdgeType friends;
  private final EdgeType purchased;

  /**
   * @param schema the shipped one
   */
  public ExpectedChanges(GraphSchema schema) {
    user = schema.nodeType("user").orElseThrow();
    product = schema.nodeType("product").orElseThrow();
    friends = schema.edgeType("friends").orElseThrow();
    purchased = schema.edgeType("purchased").orElseThrow();
  }

  /** Every element that exists, by its identity, as the change that says so. */
  public Map<Element, GraphChange> graph(Rows rows) {
    Map<Element, GraphChange> out = new LinkedHashMap<>();
    for (Table table : Table.values()) {
      for (SourceRow row : rows.of(table)) {
        Element element = element(table, table.key(row));
        out.put(element, now(rows, element));
      }
    }
    return out;
  }

  /**
   * Changes that lead to the graph of these events: every change on the way or only the last of
   * each element (as compaction leaves them), each once or more, mixed between elements.
   */
  public List<GraphChange> changes(List<SourceEvent> events, Random random) {
    List<GraphChange> all = new ArrayList<>();
    Map<Element, GraphChange> last = new LinkedHashMap<>();
    Rows rows = new Rows();
    for (SourceEvent event : events) {
      rows.take(event);
      for (Element element : told(event, last.keySet())) {
        GraphChange change = now(rows, element);
        all.add(change);
        last.put(element, change);
      }
    }
    List<GraphChange> repeated = new ArrayList<>();
    for (GraphChange change : random.nextInt(3) == 0 ? last.values() : all) {
      for (int times = random.nextInt(5) == 0 ? 2 : 1; times > 0; times--) {
        repeated.add(change);
      }
    }
    return Shuffle.keepingOrder(repeated, GraphChange::element, random);
  }

  /** The elements of which there is something to say after an event. */
  private List<Element> told(SourceEvent event, Set<Element> seen) {
    if (event.op() != SourceEvent.Op.TRUNCATE) {
      return List.of(element(event.table(), event.key()));
    }
    ElementType type =
        switch (event.table()) {
          case USERS -> user;
          case PRODUCTS -> product;
          case FRIENDSHIPS -> friends;
          case PURCHASES -> purchased;
        };
    return seen.stream().filter(element -> element.type().equals(type)).toList();
  }

  private Element element(Table table, List<String> key) {
    return switch (table) {
      case USERS -> new Element.Node(user, key.get(0));
      case PRODUCTS -> new Element.Node(product, key.get(0));
      case FRIENDSHIPS -> new Element.Pair(friends, key.get(0), key.get(1));
      case PURCHASES -> new Element.KeyedEdge(purchased, key.get(0));
    };
  }

  private GraphChange now(Rows rows, Element element) {
    return switch (element) {
      case Element.Node node -> {
        Table table = node.type().equals(user) ? Table.USERS : Table.PRODUCTS;
        SourceRow row = rows.row(table, List.of(node.key()));
        yield row == null
            ? new GraphChange.Remove(node)
            : new GraphChange.PutNode(node, attributes(node.type(), row));
      }
      case Element.KeyedEdge edge -> {
        SourceRow row = rows.row(Table.PURCHASES, List.of(edge.key()));
        yield row == null
            ? new GraphChange.Remove(edge)
            : new GraphChange.PutEdge(
                edge,
                Objects.requireNonNull(row.text("user_id")),
                Objects.requireNonNull(row.text("product_id")),
                attributes(purchased, row));
      }
      case Element.Pair pair -> {
        SourceRow one = rows.row(Table.FRIENDSHIPS, List.of(pair.from(), pair.to()));
        SourceRow other = rows.row(Table.FRIENDSHIPS, List.of(pair.to(), pair.from()));
        if (one == null || other == null) {
          SourceRow only = one == null ? other : one;
          yield only == null
              ? new GraphChange.Remove(pair)
              : new GraphChange.PutPair(pair, attributes(friends, only));
        }
        Long a = one.time("since");
        Long b = other.time("since");
        yield new GraphChange.PutPair(
            pair, attributes(friends, a == null || (b != null && a <= b) ? one : other));
      }
    };
  }

  private static Row attributes(ElementType type, SourceRow row) {
    Row.Builder out = Row.builder(type);
    for (Attribute attribute : type.attributes()) {
      out.setValue(attribute, attribute(row.columns().get(attribute.name())));
    }
    return out.build();
  }

  private static @Nullable Object attribute(@Nullable Object column) {
    return switch (column) {
      case Integer number -> number.longValue();
      case BigDecimal decimal -> decimal.doubleValue();
      case null -> null;
      default -> column;
    };
  }
}
