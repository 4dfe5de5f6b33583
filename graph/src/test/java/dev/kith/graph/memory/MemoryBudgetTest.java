package dev.kith.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jol.info.GraphLayout;

/** On the shipped graph, object by object. */
@DisplayName("The memory of a graph")
class MemoryBudgetTest {
  private static final int USERS = 3_000;
  private static final int PRODUCTS = 750;
  private static final int PURCHASES = 60_000;
  private static final int FRIENDSHIPS = 60_000;

  private static final GraphSchema SCHEMA = shipped();
  private static final NodeType USER = SCHEMA.nodeType("user").orElseThrow();
  private static final NodeType PRODUCT = SCHEMA.nodeType("product").orElseThrow();
  private static final EdgeType FRIENDS = SCHEMA.edgeType("friends").orElseThrow();
  private static final EdgeType PURCHASED = SCHEMA.edgeType("purchased").orElseThrow();

  private final Changes changes = new Changes(SCHEMA);
  private final Random random = new Random(1);
  private final MemoryGraph graph = new MemoryGraph(SCHEMA);

  @BeforeAll
  static void allowRecords() {
    System.setProperty("jol.magicFieldOffset", "true"); // JOL looks into records only so
  }

  private static GraphSchema shipped() {
    try (InputStream yaml = MemoryGraph.class.getResourceAsStream("/schemas/graph.yaml")) {
      String text = new String(Objects.requireNonNull(yaml).readAllBytes(), StandardCharsets.UTF_8);
      return GraphYaml.parse("graph.yaml", text);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private long bytes() {
    return GraphLayout.parseInstance(graph).totalSize();
  }

  @Test
  @DisplayName("is what the arithmetic says, within a fifth, as a whole and for each type")
  void budget() {
    long before = bytes();
    addNodes();
    long withNodes = bytes();
    long nodes = MemoryBudget.nodes(USER, USERS, 5) + MemoryBudget.nodes(PRODUCT, PRODUCTS, 4);
    assertThat(nodes).as("nodes").isCloseTo(withNodes - before, withinPercentage(20));
    addFriendships();
    long withFriends = bytes();
    long friends = MemoryBudget.edges(FRIENDS, graph.edgeCount(FRIENDS), 0, USERS, 0);
    assertThat(friends).as("friends").isCloseTo(withFriends - withNodes, withinPercentage(20));
    addPurchases("o");
    long withPurchases = bytes();
    long purchases = MemoryBudget.edges(PURCHASED, PURCHASES, 6, USERS, PRODUCTS);
    assertThat(purchases)
        .as("purchases")
        .isCloseTo(withPurchases - withFriends, withinPercentage(20));
    System.out.printf(
        "bytes: a node %.1f, a friendship %.1f, a purchase %.1f%n",
        (withNodes - before) / (double) (USERS + PRODUCTS),
        (withFriends - withNodes) / (double) graph.edgeCount(FRIENDS),
        (withPurchases - withFriends) / (double) PURCHASES);
  }

  @Test
  @DisplayName("is the same again once what came is gone, however often, and little if all is gone")
  void churn() {
    addNodes();
    addFriendships();
    long before = bytes();
    for (int round = 0; round < 5; round++) {
      String key = "r" + round + "-";
      addPurchases(key);
      addStubs(key);
      assertThat(bytes()).isGreaterThan(before * 3 / 2);
      removePurchases(key);
      removeStubs(key);
    }
    assertThat(bytes()).isCloseTo(before, withinPercentage(5));
    List<GraphChange> all = new ArrayList<>();
    graph.forEach(copy -> all.add(copy.put()));
    all.forEach(change -> graph.apply(new GraphChange.Remove(change.element())));
    assertThat(graph.nodeCount(USER) + graph.edgeCount(FRIENDS)).isZero();
    assertThat(bytes()).isLessThan(before / 20);
  }

  private void addNodes() {
    for (int i = 0; i < USERS; i++) {
      graph.apply(changes.node("user", "u" + i, "age", 30L, "city", "Ulm", "created_at", i * 5L));
    }
    for (int i = 0; i < PRODUCTS; i++) {
      graph.apply(changes.node("product", "p" + i, "category", "books", "price", i / 100.0));
    }
  }

  private void addFriendships() {
    for (int i = 0; i < FRIENDSHIPS; i++) {
      int a = user();
      graph.apply(
          changes.pair("friends", "u" + a, "u" + (a + 1 + user() / 2) % USERS, "since", time()));
    }
  }

  private void addPurchases(String key) {
    for (int i = 0; i < PURCHASES; i++) {
      graph.apply(
          changes.edge(
              "purchased",
              key + i,
              "u" + user(),
              "p" + random.nextInt(PRODUCTS),
              "quantity",
              1L + random.nextInt(3),
              "amount",
              random.nextInt(100_000) / 100.0,
              "purchased_at",
              time()));
    }
  }

  private void removePurchases(String key) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < PURCHASES; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    order.forEach(i -> graph.apply(changes.removeEdge("purchased", key + i)));
  }

  /** Users that only their friends know of. */
  private void addStubs(String key) {
    for (int i = 0; i < USERS; i++) {
      graph.apply(changes.pair("friends", key + i, "u" + i, "since", time()));
    }
  }

  private void removeStubs(String key) {
    for (int i = 0; i < USERS; i++) {
      graph.apply(changes.removePair("friends", key + i, "u" + i));
    }
  }

  /** A few have most. */
  private int user() {
    double share = random.nextDouble();
    return (int) (USERS * share * share);
  }

  private long time() {
    return 1_790_000_000_000_000L + random.nextLong(60L * 86_400_000_000L);
  }
}
