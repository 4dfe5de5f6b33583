package dev.kith.features;

import static dev.kith.features.World.NOW;
import static dev.kith.features.World.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.Row;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A plan")
class PlanTest {
  private static final FeatureCatalogue CATALOGUE =
      FeatureCatalogue.parse(
          "features.yaml",
          """
          entity: person
          features:
            - name: born
              description: An attribute.
              attribute: person.born
            - name: friends
              description: One hop.
              path: knows
              aggregate: count
            - name: near_friends
              description: The same hop with a condition.
              path: knows
              where: knows.weight > 1.0 && person.score > self.score
              aggregate: avg(person.height)
            - name: friends_visits
              description: The same hop and one more.
              path: knows.visited
              aggregate: sum(visited.cost)
            - name: friends_kinds
              description: The same two hops.
              path: knows.visited
              aggregate: count_distinct(place.kind)
            - name: second
              description: The same hop twice.
              path: knows.knows
              aggregate: count
          """,
          SCHEMA);

  @Test
  @DisplayName("reads the hops that features share once, and of each only the attributes it needs")
  void shape() {
    EgoShape shape = CATALOGUE.planAll().shape();
    assertThat(shape.root().name()).isEqualTo("person");
    assertThat(names(shape.attributes())).containsExactlyInAnyOrder("born", "score");
    assertThat(shape.branches()).hasSize(1);

    EgoShape.Branch knows = shape.branches().getFirst();
    assertThat(knows.hop().toString()).isEqualTo("knows");
    assertThat(names(knows.edgeAttributes())).containsExactly("weight");
    assertThat(names(knows.nodeAttributes())).containsExactlyInAnyOrder("score", "height");
    assertThat(knows.branches())
        .extracting(branch -> branch.hop().toString())
        .containsExactly("visited", "knows");

    EgoShape.Branch visited = knows.branches().getFirst();
    assertThat(names(visited.edgeAttributes())).containsExactly("cost");
    assertThat(names(visited.nodeAttributes())).containsExactly("kind");
    EgoShape.Branch second = knows.branches().getLast();
    assertThat(second.edgeAttributes()).isEmpty();
    assertThat(second.nodeAttributes()).isEmpty();
  }

  @Test
  @DisplayName("for some features reads nothing of the others")
  void shapeOfSome() {
    EgoShape shape = CATALOGUE.plan(List.of("friends")).shape();
    assertThat(shape.attributes()).isEmpty();
    assertThat(shape.branches()).hasSize(1);
    assertThat(shape.branches().getFirst().nodeAttributes()).isEmpty();
    assertThat(shape.branches().getFirst().branches()).isEmpty();
  }

  @Test
  @DisplayName("reads a hop up to the greatest limit, and in order where others cut it before")
  void limits() {
    String yaml =
        """
        entity: person
        features:
          - name: few
            description: Two friends.
            path: knows
            limits: {knows: 2}
            aggregate: count
          - name: more
            description: Three friends.
            path: knows
            limits: {knows: 3}
            aggregate: count
        """;
    FeatureCatalogue catalogue = FeatureCatalogue.parse("features.yaml", yaml, SCHEMA);
    EgoShape.Branch both = catalogue.planAll().shape().branches().getFirst();
    assertThat(both.limit()).isEqualTo(3);
    assertThat(both.ordered()).isTrue();
    EgoShape.Branch one = catalogue.plan(List.of("few")).shape().branches().getFirst();
    assertThat(one.limit()).isEqualTo(2);
    assertThat(one.ordered()).isFalse();
  }

  @Test
  @DisplayName("keeps the order of the file, and each feature once")
  void order() {
    assertThat(CATALOGUE.plan(List.of("second", "born", "second")).features())
        .extracting(Feature::name)
        .containsExactly("born", "second");
  }

  @Test
  @DisplayName("of an unknown feature is refused, by name, with the likely one")
  void unknown() {
    assertThatThrownBy(() -> CATALOGUE.plan(List.of("born", "freinds")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("there is no feature 'freinds'. Did you mean 'friends'?");
  }

  @Test
  @DisplayName("reads no row and no list of edges twice, even where ways meet")
  void readsOnce() {
    World world =
        new World()
            .people("ann", "bob", "cid")
            .knows("ann", "bob")
            .knows("ann", "cid")
            .knows("bob", "cid")
            .visited("v1", "bob", "bar")
            .visited("v2", "bob", "bar")
            .visited("v3", "cid", "bar");
    Recording view = new Recording(world.graph(), new ArrayList<>());
    assertThat(CATALOGUE.planAll().evaluate(view, "ann", NOW)).isPresent();
    assertThat(view.reads)
        .doesNotHaveDuplicates()
        .containsExactlyInAnyOrder(
            "row ann",
            "row bob",
            "row cid",
            "row bar",
            "knows of ann",
            "knows of bob",
            "knows of cid",
            "visited of bob",
            "visited of cid");
  }

  private static List<String> names(Set<Attribute> attributes) {
    return attributes.stream().map(Attribute::name).toList();
  }

  /** Writes down what is read. */
  private record Recording(GraphView view, List<String> reads) implements GraphView {
    @Override
    public GraphSchema schema() {
      return view.schema();
    }

    @Override
    public int node(NodeType type, String key) {
      return view.node(type, key);
    }

    @Override
    public String key(NodeType type, int node) {
      return view.key(type, node);
    }

    @Override
    public String edgeKey(EdgeType type, int edge) {
      return view.edgeKey(type, edge);
    }

    @Override
    public @Nullable Row row(NodeType type, int node) {
      reads.add("row " + key(type, node));
      return view.row(type, node);
    }

    @Override
    public Adjacency edges(Hop hop, int node) {
      reads.add(hop + " of " + key(hop.source(), node));
      return view.edges(hop, node);
    }
  }
}
