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
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A sample of nodes from Dgraph")
@ExtendWith(DgraphExtension.class)
class NodeSamplerTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final NodeType PERSON = SCHEMA.nodeType("person").orElseThrow();
  private static final NodeType PLACE = SCHEMA.nodeType("place").orElseThrow();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final int PEOPLE = 300;

  private static Dgraph dgraph;
  private static EgoGraphReader reader;

  @BeforeAll
  static void fill(DgraphServer server) throws Exception {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    reader = new EgoGraphReader(dgraph, SCHEMA);
    assertThat(reader.sample(PERSON, 10, new Random(1), TIMEOUT)).as("of nobody").isEmpty();
    List<GraphChange> changes = new ArrayList<>();
    for (int i = 0; i < PEOPLE; i++) {
      changes.add(CHANGES.node("person", "p" + i));
    }
    changes.add(CHANGES.node("place", "bar"));
    new DgraphWriter(dgraph, SCHEMA, "topic").write(0, 0, changes.size(), changes);
  }

  @AfterAll
  static void close() {
    dgraph.close();
  }

  @Test
  @DisplayName("has nodes of that type, each once, and others the next time")
  void drawn() throws Exception {
    List<String> first = reader.sample(PERSON, 20, new Random(1), TIMEOUT);
    assertThat(first).hasSize(20).doesNotHaveDuplicates().allMatch(key -> key.startsWith("p"));
    assertThat(reader.sample(PERSON, 20, new Random(2), TIMEOUT)).isNotEqualTo(first);
    assertThat(reader.sample(PLACE, 20, new Random(1), TIMEOUT)).containsExactly("bar");
  }

  @Test
  @DisplayName("can have every node")
  void every() throws Exception {
    Random random = new Random(3);
    Set<String> met = new HashSet<>();
    for (int round = 0; round < 200 && met.size() < PEOPLE; round++) {
      met.addAll(reader.sample(PERSON, 100, random, TIMEOUT));
    }
    assertThat(met).hasSize(PEOPLE);
  }
}
