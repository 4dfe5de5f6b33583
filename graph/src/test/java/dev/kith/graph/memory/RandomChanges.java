package dev.kith.graph.memory;

import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.ElementType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Random changes of the contract's graph over few keys, so that they meet: updates, moves,
 * removals, edges before their ends, equal times, missing values, and earlier changes again.
 */
public final class RandomChanges implements Supplier<GraphChange> {
  private static final int REMEMBERED = 20;

  private final Changes changes;
  private final Random random;
  private final int keys;
  private final List<GraphChange> recent = new ArrayList<>();
  private long clock;

  /**
   * @param keys how many persons there are
   */
  public RandomChanges(Changes changes, Random random, int keys) {
    this.changes = changes;
    this.random = random;
    this.keys = keys;
  }

  @Override
  public GraphChange get() {
    if (!recent.isEmpty() && random.nextInt(10) == 0) {
      return recent.get(random.nextInt(recent.size()));
    }
    GraphChange change = fresh();
    if (recent.size() < REMEMBERED) {
      recent.add(change);
    } else {
      recent.set(random.nextInt(REMEMBERED), change);
    }
    return change;
  }

  private GraphChange fresh() {
    boolean remove = random.nextInt(5) == 0;
    return switch (random.nextInt(12)) {
      case 0 ->
          remove
              ? changes.removeNode("person", person())
              : changes.node("person", person(), values("person"));
      case 1 ->
          remove
              ? changes.removeNode("place", place())
              : changes.node("place", place(), values("place"));
      case 2, 3, 4 ->
          remove
              ? changes.removePair("knows", person(), person())
              : changes.pair("knows", person(), person(), values("knows"));
      case 5 ->
          remove
              ? changes.removePair("follows", person(), person())
              : changes.pair("follows", person(), person());
      case 6, 7 ->
          remove
              ? changes.removeEdge("paid", edge())
              : changes.edge("paid", edge(), person(), person(), values("paid"));
      default ->
          remove
              ? changes.removeEdge("visited", edge())
              : changes.edge("visited", edge(), person(), place(), values("visited"));
    };
  }

  private String person() {
    return "p" + random.nextInt(keys);
  }

  private String place() {
    return "l" + random.nextInt(1 + keys / 4);
  }

  private String edge() {
    return "e" + random.nextInt(keys * 4);
  }

  private Object[] values(String type) {
    ElementType element = changes.schema().elementType(type).orElseThrow();
    boolean all = random.nextInt(3) > 0;
    List<Object> out = new ArrayList<>();
    for (Attribute attribute : element.attributes()) {
      if (all || random.nextBoolean()) {
        out.add(attribute.name());
        out.add(value(attribute));
      }
    }
    return out.toArray();
  }

  private Object value(Attribute attribute) {
    return switch (attribute.type()) {
      case INT -> (long) random.nextInt(5);
      case DOUBLE -> random.nextInt(5) / 4.0;
      case STRING -> "s" + random.nextInt(5);
      case BOOL -> random.nextBoolean();
      case TIMESTAMP -> random.nextBoolean() ? ++clock : clock - random.nextInt(20);
    };
  }
}
