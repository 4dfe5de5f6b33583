package dev.kith.bench.data;

import dev.kith.graph.Row;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.util.function.Consumer;

/** Makes the elements of a shop changes of the graph, as {@code kith.graph-changes} has them. */
public final class ChangeSink implements ShopSink {
  private final Consumer<GraphChange> out;
  private final NodeType user;
  private final Attribute age;
  private final Attribute city;
  private final Attribute createdAt;
  private final NodeType product;
  private final Attribute category;
  private final Attribute price;
  private final EdgeType friends;
  private final Attribute since;
  private final EdgeType purchased;
  private final Attribute quantity;
  private final Attribute amount;
  private final Attribute purchasedAt;

  /**
   * @param graph the shipped one
   */
  public ChangeSink(GraphSchema graph, Consumer<GraphChange> out) {
    this.out = out;
    user = graph.nodeType("user").orElseThrow();
    age = attribute(user, "age");
    city = attribute(user, "city");
    createdAt = attribute(user, "created_at");
    product = graph.nodeType("product").orElseThrow();
    category = attribute(product, "category");
    price = attribute(product, "price");
    friends = graph.edgeType("friends").orElseThrow();
    since = attribute(friends, "since");
    purchased = graph.edgeType("purchased").orElseThrow();
    quantity = attribute(purchased, "quantity");
    amount = attribute(purchased, "amount");
    purchasedAt = attribute(purchased, "purchased_at");
  }

  private static Attribute attribute(ElementType type, String name) {
    return type.attribute(name).orElseThrow();
  }

  @Override
  public void user(String key, int years, String place, long time) {
    out.accept(
        new GraphChange.PutNode(
            new Element.Node(user, key),
            Row.builder(user)
                .set(age, (long) years)
                .set(city, place)
                .set(createdAt, time)
                .build()));
  }

  @Override
  public void product(String key, String kind, int cents) {
    out.accept(
        new GraphChange.PutNode(
            new Element.Node(product, key),
            Row.builder(product).set(category, kind).set(price, cents / 100.0).build()));
  }

  @Override
  public void friendship(String a, String b, long time) {
    out.accept(
        new GraphChange.PutPair(
            new Element.Pair(friends, a, b), Row.builder(friends).set(since, time).build()));
  }

  @Override
  public void purchase(String key, String buyer, String bought, int pieces, int cents, long time) {
    out.accept(
        new GraphChange.PutEdge(
            new Element.KeyedEdge(purchased, key),
            buyer,
            bought,
            Row.builder(purchased)
                .set(quantity, (long) pieces)
                .set(amount, cents / 100.0)
                .set(purchasedAt, time)
                .build()));
  }

  /** The friendship is over. */
  public void estranged(String a, String b) {
    out.accept(new GraphChange.Remove(new Element.Pair(friends, a, b)));
  }

  /** The purchase was undone. */
  public void returned(String purchase) {
    out.accept(new GraphChange.Remove(new Element.KeyedEdge(purchased, purchase)));
  }
}
