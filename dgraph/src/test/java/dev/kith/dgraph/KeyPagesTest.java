package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.change.Changes;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("The pages of keys")
@ExtendWith(DgraphExtension.class)
class KeyPagesTest {
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();

  @Test
  @DisplayName("have each node of the type once, stubs too, and come to an end")
  void pages(DgraphServer server) throws Exception {
    Changes changes = new Changes(SCHEMA);
    List<GraphChange> graph =
        List.of(
            changes.node("person", "a"),
            changes.node("person", "b\"\\"),
            changes.node("place", "a"),
            changes.pair("knows", "a", "stub"),
            changes.node("person", "d"));
    try (Dgraph dgraph = Dgraph.connect(List.of(server.address().split(",", -1)))) {
      dgraph.dropAll();
      dgraph.applySchema(SCHEMA);
      assertThat(read(dgraph, 3)).isEmpty();
      new DgraphWriter(dgraph, SCHEMA, "topic").write(0, 0, graph.size(), graph);
      for (int size = 1; size <= 5; size++) {
        assertThat(read(dgraph, size)).containsExactlyInAnyOrder("a", "b\"\\", "stub", "d");
      }
    }
  }

  private static List<String> read(Dgraph dgraph, int size) throws DgraphException {
    List<String> keys = new ArrayList<>();
    String after = KeyPages.FIRST;
    while (!after.isEmpty()) {
      KeyPages.Page page = new KeyPages(dgraph).read(PERSON, after, size, Duration.ofSeconds(10));
      assertThat(page.keys()).hasSizeLessThanOrEqualTo(size);
      keys.addAll(page.keys());
      after = page.last();
    }
    return keys;
  }
}
