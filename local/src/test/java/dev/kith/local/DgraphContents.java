package dev.kith.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.features.oracle.Table;
import dev.kith.tools.dgraph.DgraphServer;
import io.dgraph.DgraphGrpc;
import io.dgraph.DgraphProto.Request;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * What somebody finds who looks into Dgraph with a query of his own, as the shipped graph.yaml
 * promises it: nodes and edges by their keys, each as often as it is there.
 */
public final class DgraphContents implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final String QUERY =
      """
      {
        users(func: has(user_id)) {
          user_id dgraph.type
          friends { user_id }
          purchased { product_id }
        }
        products(func: has(product_id)) { product_id dgraph.type ~purchased { user_id } }
        purchases(func: has(purchase_id)) {
          purchase_id dgraph.type buyer { user_id } product { product_id }
        }
      }
      """;

  /**
   * What is there, in order.
   *
   * @param nodes without stubs that nothing leads to, which may have been left
   */
  public record Contents(List<List<String>> nodes, List<List<String>> edges) {}

  private final ManagedChannel channel;

  private DgraphContents(ManagedChannel channel) {
    this.channel = channel;
  }

  static DgraphContents of(DgraphServer server) {
    return at(server.address().split(",", -1)[0]);
  }

  /**
   * Connects, at the first question.
   *
   * @param alpha {@code host:port} of its gRPC
   */
  public static DgraphContents at(String alpha) {
    return new DgraphContents(
        NettyChannelBuilder.forTarget(alpha)
            .usePlaintext()
            .maxInboundMessageSize(50 << 20)
            .build());
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  /** What rows of the default tables should come to. */
  public static Contents expected(Rows rows) {
    Set<List<String>> edges = new TreeSet<>(DgraphContents::compare);
    Set<String> users = new TreeSet<>();
    Set<String> products = new TreeSet<>();
    for (SourceRow row : rows.of(Table.FRIENDSHIPS)) {
      String a = text(row, "user_id");
      String b = text(row, "friend_id");
      edges.add(List.of("friends", a, b));
      edges.add(List.of("friends", b, a));
      users.addAll(List.of(a, b));
    }
    List<List<String>> nodes = new ArrayList<>();
    for (SourceRow row : rows.of(Table.PURCHASES)) {
      String id = text(row, "purchase_id");
      String buyer = text(row, "user_id");
      String product = text(row, "product_id");
      edges.add(List.of("purchased", buyer, product));
      edges.add(List.of("~purchased", product, buyer));
      edges.add(List.of("buyer", id, buyer));
      edges.add(List.of("product", id, product));
      nodes.add(List.of("purchase", id, "Purchase"));
      users.add(buyer);
      products.add(product);
    }
    for (SourceRow row : rows.of(Table.USERS)) {
      users.remove(text(row, "user_id"));
      nodes.add(List.of("user", text(row, "user_id"), "User"));
    }
    for (SourceRow row : rows.of(Table.PRODUCTS)) {
      products.remove(text(row, "product_id"));
      nodes.add(List.of("product", text(row, "product_id"), "Product"));
    }
    users.forEach(stub -> nodes.add(List.of("user", stub, "")));
    products.forEach(stub -> nodes.add(List.of("product", stub, "")));
    nodes.sort(DgraphContents::compare);
    return new Contents(nodes, List.copyOf(edges));
  }

  /** What is there. */
  public Contents read() throws JsonProcessingException {
    JsonNode json =
        JSON.readTree(
            DgraphGrpc.newBlockingStub(channel)
                .withDeadlineAfter(TIMEOUT.toSeconds(), TimeUnit.SECONDS)
                .query(Request.newBuilder().setQuery(QUERY).setReadOnly(true).build())
                .getJson()
                .toStringUtf8());
    List<List<String>> nodes = new ArrayList<>();
    List<List<String>> edges = new ArrayList<>();
    for (JsonNode user : json.path("users")) {
      String key = user.path("user_id").asText();
      add(edges, "friends", key, user.path("friends"), "user_id");
      add(edges, "purchased", key, user.path("purchased"), "product_id");
      nodes.add(node("user", key, user));
    }
    for (JsonNode product : json.path("products")) {
      String key = product.path("product_id").asText();
      add(edges, "~purchased", key, product.path("~purchased"), "user_id");
      nodes.add(node("product", key, product));
    }
    for (JsonNode purchase : json.path("purchases")) {
      String key = purchase.path("purchase_id").asText();
      add(edges, "buyer", key, purchase.path("buyer"), "user_id");
      add(edges, "product", key, purchase.path("product"), "product_id");
      nodes.add(node("purchase", key, purchase));
    }
    nodes.removeIf(node -> node.get(2).isEmpty() && edges.stream().noneMatch(leadsTo(node)));
    nodes.sort(DgraphContents::compare);
    edges.sort(DgraphContents::compare);
    return new Contents(nodes, edges);
  }

  private static Predicate<List<String>> leadsTo(List<String> node) {
    Set<String> kinds =
        node.get(0).equals("user")
            ? Set.of("friends", "~purchased", "buyer")
            : Set.of("purchased", "product");
    return edge -> kinds.contains(edge.get(0)) && edge.get(2).equals(node.get(1));
  }

  private static List<String> node(String kind, String key, JsonNode json) {
    List<String> types = new ArrayList<>();
    json.path("dgraph.type").forEach(type -> types.add(type.asText()));
    return List.of(kind, key, String.join(",", types));
  }

  private static void add(
      List<List<String>> edges, String kind, String from, JsonNode ends, String key) {
    for (JsonNode end : ends.isArray() ? ends : JSON.createArrayNode().add(ends)) {
      if (!end.isMissingNode()) {
        edges.add(List.of(kind, from, end.path(key).asText()));
      }
    }
  }

  private static int compare(List<String> a, List<String> b) {
    for (int i = 0; i < a.size(); i++) {
      int order = a.get(i).compareTo(b.get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static String text(SourceRow row, String column) {
    return Objects.requireNonNull(row.text(column));
  }
}
