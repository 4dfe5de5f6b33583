package dev.kith.dgraph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.ByteString;
import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.graph.ContractGraph;
import dev.kith.graph.change.Changes;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("The schema in Dgraph")
@ExtendWith(DgraphExtension.class)
class DgraphSchemaTest {
  private static final GraphSchema SHIPPED = GraphYaml.load("");
  private static Dgraph dgraph;
  private static Raw raw;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
    raw = new Raw(dgraph);
  }

  @AfterAll
  static void close() {
    dgraph.close();
  }

  @BeforeEach
  void empty() throws Exception {
    dgraph.dropAll();
  }

  @Test
  @DisplayName("has the predicates of graph.yaml, an index for each key and for nothing else")
  void predicates() throws Exception {
    dgraph.applySchema(SHIPPED);
    Map<String, String> expected = new TreeMap<>();
    for (String key : List.of("user_id", "product_id", "purchase_id", "kith.partition")) {
      expected.put(key, "string index hash upsert");
    }
    expected.put("age", "int");
    expected.put("city", "string");
    expected.put("created_at", "datetime");
    expected.put("category", "string");
    expected.put("price", "float");
    expected.put("quantity", "int");
    expected.put("amount", "float");
    expected.put("purchased_at", "datetime");
    expected.put("friends", "uid list reverse");
    expected.put("purchased", "uid list reverse");
    expected.put("buyer", "uid reverse");
    expected.put("product", "uid reverse");
    expected.put("kith.position", "int");
    expected.put("kith.watermark", "string");
    assertThat(predicatesOf()).isEqualTo(expected);
  }

  @Test
  @DisplayName("has a type for each type of node, and for each type of edge that has a key")
  void types() throws Exception {
    dgraph.applySchema(SHIPPED);
    assertThat(typesOf())
        .isEqualTo(
            Map.of(
                "User", List.of("age", "city", "created_at", "friends", "purchased", "user_id"),
                "Product", List.of("category", "price", "product_id"),
                "Purchase",
                    List.of(
                        "amount", "buyer", "product", "purchase_id", "purchased_at", "quantity")));
  }

  @Test
  @DisplayName("is not touched when it is applied again")
  void twice() throws Exception {
    for (GraphSchema graph : List.of(SHIPPED, ContractGraph.SCHEMA)) {
      dgraph.dropAll();
      dgraph.applySchema(graph);
      assertThat(DgraphSchema.of(graph).changesTo(present())).isEmpty();
      dgraph.applySchema(graph);
      assertThat(DgraphSchema.of(graph).changesTo(present())).isEmpty();
    }
  }

  @Test
  @DisplayName("is there once it has been applied, all of it")
  void isThere() throws Exception {
    EgoGraphReader reader = new EgoGraphReader(dgraph, SHIPPED);
    assertThat(reader.isThere(Duration.ofSeconds(10))).isFalse();
    raw.alter("user_id: string @index(hash) @upsert .");
    assertThat(reader.isThere(Duration.ofSeconds(10))).isFalse();
    dgraph.applySchema(SHIPPED);
    assertThat(reader.isThere(Duration.ofSeconds(10))).isTrue();
  }

  @Test
  @DisplayName("keeps the data when it is applied again, or with more types")
  void keepsData() throws Exception {
    dgraph.applySchema(SHIPPED);
    Changes changes = new Changes(SHIPPED);
    new DgraphWriter(dgraph, SHIPPED, "topic")
        .write(0, 0, 1, List.of(changes.node("user", "u1", "age", 30L)));
    dgraph.applySchema(SHIPPED);
    dgraph.applySchema(ContractGraph.SCHEMA);
    assertThat(raw.values("age")).containsExactly("30");
    assertThat(raw.query("{ q(func: eq(user_id, \"u1\")) { age } }").toString())
        .isEqualTo("{\"q\":[{\"age\":30}]}");
  }

  @Test
  @DisplayName("names every predicate that Dgraph has with another type, and what to do")
  void collisions() throws Exception {
    raw.alter(
        """
        age: string .
        price: float .
        friends: uid .
        kith.position: string .
        city: [string] .
        """);
    assertThatExceptionOfType(DgraphException.class)
        .isThrownBy(() -> dgraph.applySchema(SHIPPED))
        .withMessage(
            "Dgraph holds something else than graph.yaml declares:"
                + " predicate 'age' is string, not int;"
                + " predicate 'city' is [string], not string;"
                + " predicate 'friends' is uid, not [uid];"
                + " predicate 'kith.position' is string, not int."
                + " Rename it in graph.yaml, or drop it from Dgraph")
        .extracting(DgraphException::kind)
        .isEqualTo(Kind.REFUSED);
  }

  @Test
  @DisplayName("is left as it was when there is such a predicate")
  void nothingAppliedOnCollision() throws Exception {
    raw.alter("age: string .");
    assertThatExceptionOfType(DgraphException.class).isThrownBy(() -> dgraph.applySchema(SHIPPED));
    assertThat(predicatesOf()).isEqualTo(Map.of("age", "string"));
    assertThat(typesOf()).isEmpty();
  }

  @Test
  @DisplayName("keeps what somebody else put there: predicates, types, fields and indexes")
  void keepsMore() throws Exception {
    raw.alter(
        """
        age: int @index(int) .
        city: string @index(term, hash) @lang .
        user_id: string @index(exact) .
        nickname: string @count @index(exact) .
        type User {
          user_id
          nickname
        }
        type Alien {
          nickname
        }
        """);
    dgraph.applySchema(SHIPPED);
    Map<String, String> predicates = predicatesOf();
    assertThat(predicates)
        .containsEntry("age", "int index int")
        .containsEntry("city", "string index hash term lang")
        .containsEntry("user_id", "string index exact hash upsert")
        .containsKey("nickname");
    assertThat(typesOf().get("User"))
        .containsExactly(
            "age", "city", "created_at", "friends", "nickname", "purchased", "user_id");
    assertThat(typesOf().get("Alien")).containsExactly("nickname");
    assertThat(DgraphSchema.of(SHIPPED).changesTo(present())).isEmpty();
  }

  @Test
  @DisplayName("lets writes of our predicates conflict, whatever was declared before")
  void noConflict() throws Exception {
    raw.alter(
        """
        user_id: string @index(hash) @noconflict .
        purchased: [uid] @noconflict .
        """);
    dgraph.applySchema(SHIPPED);
    assertThat(predicatesOf())
        .containsEntry("user_id", "string index hash upsert")
        .containsEntry("purchased", "uid list reverse");
  }

  @Test
  @DisplayName("is read as it stands in the answer, flags that are false too")
  void falseFlags() throws DgraphException {
    DgraphSchema read =
        DgraphSchema.read(
            ByteString.copyFromUtf8(
                """
                {"schema": [{"predicate": "a", "type": "int", "list": false, "upsert": false},
                            {"predicate": "b", "type": "uid", "list": true, "reverse": true}]}
                """));
    assertThat(read.predicates().values())
        .containsExactly(Predicate.of("a", "int"), Predicate.of("b", "[uid]", "@reverse"));
  }

  private static DgraphSchema present() throws Exception {
    return DgraphSchema.read(ByteString.copyFromUtf8(raw.query("schema {}").toString()));
  }

  /** Ours and others', without Dgraph's own, each as words. */
  private static Map<String, String> predicatesOf() throws Exception {
    Map<String, String> out = new TreeMap<>();
    for (JsonNode predicate : raw.query("schema {}").path("schema")) {
      String name = predicate.get("predicate").asText();
      if (!name.startsWith("dgraph.")) {
        StringBuilder words = new StringBuilder(predicate.get("type").asText());
        for (String flag : List.of("index", "list", "reverse", "upsert", "lang", "no_conflict")) {
          if (predicate.path(flag).asBoolean()) {
            words.append(' ').append(flag);
          }
          if (flag.equals("index")) {
            predicate
                .path("tokenizer")
                .valueStream()
                .map(JsonNode::asText)
                .sorted()
                .forEach(tokenizer -> words.append(' ').append(tokenizer));
          }
        }
        out.put(name, words.toString());
      }
    }
    return out;
  }

  private static Map<String, List<String>> typesOf() throws Exception {
    Map<String, List<String>> out = new TreeMap<>();
    for (JsonNode type : raw.query("schema {}").path("types")) {
      String name = type.get("name").asText();
      if (!name.startsWith("dgraph.")) {
        out.put(name, type.path("fields").valueStream().map(f -> f.get("name").asText()).toList());
      }
    }
    return out;
  }
}
