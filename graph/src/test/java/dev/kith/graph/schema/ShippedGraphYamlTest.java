package dev.kith.graph.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.SourceTable.Ends;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The shipped graph.yaml")
class ShippedGraphYamlTest {
  private final GraphSchema schema = GraphYaml.load("");

  @Test
  @DisplayName("declares users and products with typed attributes, in order")
  void nodes() {
    assertThat(schema.nodeTypes()).extracting(NodeType::name).containsExactly("user", "product");
    NodeType user = schema.nodeType("user").orElseThrow();
    assertThat(user.key()).isEqualTo("user_id");
    assertThat(user.attributes())
        .containsExactly(
            new Attribute("age", AttributeType.INT, 0),
            new Attribute("city", AttributeType.STRING, 1),
            new Attribute("created_at", AttributeType.TIMESTAMP, 2));
  }

  @Test
  @DisplayName("declares friends: between users, one a pair, with a time")
  void friends() {
    EdgeType friends = schema.edgeType("friends").orElseThrow();
    assertThat(friends.symmetric()).isTrue();
    assertThat(friends.keyed()).isFalse();
    assertThat(friends.from()).isSameAs(friends.to());
    assertThat(friends.eventTime()).map(Attribute::name).hasValue("since");
  }

  @Test
  @DisplayName("declares purchased: from user to product, many a pair, each with a key")
  void purchased() {
    EdgeType purchased = schema.edgeType("purchased").orElseThrow();
    assertThat(purchased.symmetric()).isFalse();
    assertThat(purchased.record())
        .isEqualTo(Optional.of(new EdgeRecord("purchase_id", "buyer", "product")));
    assertThat(purchased.from().name()).isEqualTo("user");
    assertThat(purchased.to().name()).isEqualTo("product");
    assertThat(purchased.eventTime()).map(Attribute::index).hasValue(2);
  }

  @Test
  @DisplayName("feeds each type from a table, its columns named like the attributes")
  void sources() {
    assertThat(schema.sources())
        .extracting(source -> source.element().name())
        .containsExactly("user", "product", "friends", "purchased");
    SourceTable friends = schema.source("shop.public.friendships").orElseThrow();
    assertThat(friends.keyColumns()).containsExactly("user_id", "friend_id");
    assertThat(friends.ends()).hasValue(new Ends("user_id", "friend_id"));
    SourceTable purchases = schema.source("shop.public.purchases").orElseThrow();
    assertThat(purchases.keyColumns()).containsExactly("purchase_id");
    assertThat(purchases.ends()).hasValue(new Ends("user_id", "product_id"));
    assertThat(purchases.columns())
        .extracting(SourceTable.Column::name)
        .containsExactly("quantity", "amount", "purchased_at");
  }
}
