package dev.kith.dgraph;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import io.dgraph.DgraphProto.Mutation;
import io.dgraph.DgraphProto.Operation;
import io.dgraph.DgraphProto.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What stands in Dgraph, asked for in plain DQL. */
record Raw(Dgraph dgraph) {

  /** The answer to a query. */
  JsonNode query(String dql) throws DgraphException, IOException {
    Request request = Request.newBuilder().setQuery(dql).setReadOnly(true).build();
    byte[] json =
        dgraph.query(request, Deadline.after(Duration.ofSeconds(10))).getJson().toByteArray();
    return new ObjectMapper().readTree(json);
  }

  /** Declares predicates and types, as somebody else might. */
  void alter(String schema) throws DgraphException {
    dgraph.alter(
        Operation.newBuilder().setSchema(schema).build(), Deadline.after(Duration.ofSeconds(10)));
  }

  /** Writes statements past Kith; those to be deleted come first. */
  void write(String set, String deleted) throws DgraphException {
    Mutation mutation =
        Mutation.newBuilder()
            .setSetNquads(ByteString.copyFromUtf8(set))
            .setDelNquads(ByteString.copyFromUtf8(deleted))
            .build();
    dgraph.query(
        Request.newBuilder().addMutations(mutation).setCommitNow(true).build(),
        Deadline.after(Duration.ofSeconds(10)));
  }

  /** The values of a predicate, sorted; one that two nodes have stands twice. */
  List<String> values(String predicate) throws DgraphException, IOException {
    List<String> out = new ArrayList<>();
    query("{ q(func: has(%s)) { v: %s } }".formatted(predicate, predicate))
        .get("q")
        .forEach(node -> out.add(node.get("v").asText()));
    out.sort(null);
    return out;
  }

  /** The type of every node that has one, sorted, without those of Dgraph's own nodes. */
  List<String> types() throws DgraphException, IOException {
    List<String> out = new ArrayList<>();
    for (JsonNode node : query("{ q(func: has(dgraph.type)) { dgraph.type } }").get("q")) {
      for (JsonNode type : node.get("dgraph.type")) {
        if (!type.asText().startsWith("dgraph.")) {
          out.add(type.asText());
        }
      }
    }
    out.sort(null);
    return out;
  }

  /** Every direct link of a predicate, as {@code from>to}, by the keys of its ends. */
  SortedSet<String> links(String predicate, String fromKey, String toKey)
      throws DgraphException, IOException {
    SortedSet<String> out = new TreeSet<>();
    JsonNode nodes =
        query(
                "{ q(func: has(%s)) { k: %s l: %s { k: %s } } }"
                    .formatted(predicate, fromKey, predicate, toKey))
            .get("q");
    for (JsonNode node : nodes) {
      for (JsonNode end : node.path("l")) {
        out.add(node.get("k").asText() + ">" + end.get("k").asText());
      }
    }
    return out;
  }
}
