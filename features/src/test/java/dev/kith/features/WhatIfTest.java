package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.features.oracle.Table;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.HypotheticalView;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Edges that do not exist, over a graph after a random history. */
@DisplayName("What would be if there were more purchases and friendships")
class WhatIfTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);
  private static final long HOUR = 3_600_000_000L;

  /** The last key of all, so that it counts as the newest among purchases of one time. */
  private static final String LAST = "\uDBFF\uDFFD";

  @Test
  @DisplayName("is what the oracle says of the rows with them, and leaves no trace")
  void asIfTheyWere() {
    Seeds.each(
        300,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          MemoryGraph graph = new MemoryGraph(SCHEMA);
          CHANGES.changes(history.events(), random).forEach(graph::apply);
          Rows rows = Rows.after(history.events());
          Rows more = Rows.after(history.events());
          List<GraphChange> added = added(history, more, random);
          // Who is newest among friends of one time depends on keys, which are not known of those.
          boolean pairs = added.stream().anyMatch(GraphChange.PutPair.class::isInstance);
          Limits limits = pairs ? Limits.NONE : Limits.random(random);
          Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
          for (long now : history.nows()) {
            for (String user : history.users()) {
              HypotheticalView view = new HypotheticalView(graph, added);
              assertThat(plan.evaluate(view, user, now).map(Vectors::byName))
                  .as("'%s' at %d with %s and %s", user, now, added, limits)
                  .isEqualTo(new Oracle(more, now, limits).features(user));
              assertThat(plan.evaluate(graph, user, now).map(Vectors::byName))
                  .as("'%s' at %d afterwards", user, now)
                  .isEqualTo(new Oracle(rows, now, limits).features(user));
            }
          }
        });
  }

  /** Adds rows, and says which edges they are. */
  private static List<GraphChange> added(RandomHistory history, Rows rows, Random random) {
    List<String> users = new ArrayList<>(history.users());
    users.add("somebody else");
    List<String> products = new ArrayList<>(List.of("something else"));
    rows.of(Table.PURCHASES).forEach(row -> products.add(String.valueOf(row.text("product_id"))));
    List<Element> elements = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(4); i++) {
      String user = pick(users, random);
      Long time = random.nextInt(8) == 0 ? null : time(history, random);
      Map<String, @Nullable Object> columns = new HashMap<>();
      columns.put("user_id", user);
      if (random.nextInt(3) > 0) {
        columns.put("purchase_id", LAST + i);
        columns.put("product_id", pick(products, random));
        columns.put("quantity", 1);
        columns.put("amount", BigDecimal.valueOf(random.nextInt(20_000), 2));
        columns.put("purchased_at", time);
        take(rows, Table.PURCHASES, columns);
        elements.add(new Element.KeyedEdge(SCHEMA.edgeType("purchased").orElseThrow(), LAST + i));
      } else {
        String friend = pick(users, random);
        boolean there = rows.row(Table.FRIENDSHIPS, List.of(user, friend)) != null;
        if (!friend.equals(user) && !there) {
          columns.put("friend_id", friend);
          columns.put("since", time);
          take(rows, Table.FRIENDSHIPS, columns);
          elements.add(new Element.Pair(SCHEMA.edgeType("friends").orElseThrow(), user, friend));
        }
      }
    }
    Map<Element, GraphChange> graph = CHANGES.graph(rows);
    return elements.stream().distinct().map(graph::get).toList();
  }

  private static void take(Rows rows, Table table, Map<String, @Nullable Object> columns) {
    SourceRow row = new SourceRow(columns);
    rows.take(new SourceEvent(table, SourceEvent.Op.CREATE, table.key(row), null, row, null, null));
  }

  private static Long time(RandomHistory history, Random random) {
    long now = pick(history.nows(), random);
    return now - random.nextInt(40) * 12L * HOUR + random.nextInt(3) - 1;
  }

  private static <T> T pick(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }
}
