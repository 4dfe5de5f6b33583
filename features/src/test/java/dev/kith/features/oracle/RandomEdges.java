package dev.kith.features.oracle;

import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Random purchases and friendships that do not exist after a history, between those of the history
 * and others, and the rows with them. Of friendships no two have the same time, since nothing says
 * which of an added and a real one is the newer.
 *
 * @param rows those after the history, and one more for each edge
 */
public record RandomEdges(List<HypotheticalEdge> edges, Rows rows) {
  private static final long HOUR = 3_600_000_000L;
  private static final int MOST = 6;

  /** The last key of all, so that it counts as the newest among purchases of one time. */
  private static final String LAST = "\uDBFF\uDFFD";

  /**
   * Some edges, at times about those at which is asked.
   *
   * @param schema the shipped one
   */
  public static RandomEdges beside(RandomHistory history, GraphSchema schema, Random random) {
    EdgeType purchased = schema.edgeType("purchased").orElseThrow();
    EdgeType friends = schema.edgeType("friends").orElseThrow();
    Rows rows = Rows.after(history.events());
    Set<@Nullable Long> taken = new HashSet<>();
    rows.of(Table.FRIENDSHIPS).forEach(row -> taken.add(row.time("since")));
    List<String> users = new ArrayList<>(history.users());
    users.add("somebody else");
    List<String> products = new ArrayList<>(List.of("something else"));
    rows.of(Table.PURCHASES)
        .forEach(row -> products.add(Objects.requireNonNull(row.text("product_id"))));
    // Few of them, so that they are near each other.
    List<String> some = List.of(pick(users, random), pick(users, random), pick(users, random));
    List<HypotheticalEdge> edges = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(MOST); i++) {
      String user = pick(random.nextBoolean() ? some : users, random);
      Map<String, @Nullable Object> columns = new HashMap<>();
      columns.put("user_id", user);
      if (random.nextBoolean()) {
        columns.put("purchase_id", LAST + i);
        columns.put("product_id", pick(products, random));
        columns.put("quantity", 1);
        columns.put("amount", BigDecimal.valueOf(random.nextInt(20_000), 2));
        columns.put("purchased_at", time(history, random));
        take(rows, Table.PURCHASES, columns);
        Element element = new Element.KeyedEdge(purchased, LAST + i);
        if (new ExpectedChanges(schema).graph(rows).get(element) instanceof GraphChange.PutEdge e) {
          edges.add(new HypotheticalEdge(purchased, e.from(), e.to(), e.row()));
        }
      } else {
        String friend = pick(random.nextBoolean() ? some : users, random);
        boolean there = rows.row(Table.FRIENDSHIPS, List.of(user, friend)) != null;
        if (!friend.equals(user) && !there) {
          Long since = freeTime(history, taken, random);
          columns.put("friend_id", friend);
          columns.put("since", since);
          take(rows, Table.FRIENDSHIPS, columns);
          Row.Builder row = Row.builder(friends);
          friends.eventTime().ifPresent(time -> row.setValue(time, since));
          edges.add(new HypotheticalEdge(friends, user, friend, row.build()));
        }
      }
    }
    return new RandomEdges(List.copyOf(edges), rows);
  }

  private static void take(Rows rows, Table table, Map<String, @Nullable Object> columns) {
    SourceRow row = new SourceRow(columns);
    rows.take(new SourceEvent(table, SourceEvent.Op.CREATE, table.key(row), null, row, null, null));
  }

  private static @Nullable Long freeTime(
      RandomHistory history, Set<@Nullable Long> taken, Random random) {
    Long time = time(history, random);
    while (!taken.add(time)) {
      time = time == null ? time(history, random) : Long.valueOf(time + 1);
    }
    return time;
  }

  private static @Nullable Long time(RandomHistory history, Random random) {
    if (random.nextInt(8) == 0) {
      return null;
    }
    long now = pick(history.nows(), random);
    return now - random.nextInt(40) * 12L * HOUR + random.nextInt(3) - 1;
  }

  private static <T> T pick(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
