package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.dgraph.KnownRows;
import dev.kith.features.ExplainedVector;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
import dev.kith.features.Plan;
import dev.kith.features.evidence.Explanation;
import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.Limits;
import dev.kith.features.oracle.Oracle;
import dev.kith.features.oracle.PathFeature;
import dev.kith.features.oracle.PathOracle;
import dev.kith.features.oracle.RandomEdges;
import dev.kith.features.oracle.RandomFeatures;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.Shape;
import dev.kith.features.oracle.Vectors;
import dev.kith.graph.GraphView;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The writer, the ego graph and the evaluator on a real Dgraph, against loops over the rows. */
@DisplayName("After a random history, written in random batches, Dgraph")
@ExtendWith(DgraphExtension.class)
class DgraphDifferentialTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final ExpectedChanges CHANGES = new ExpectedChanges(SCHEMA);
  private static final NodeType PRODUCT = SCHEMA.nodeType("product").orElseThrow();
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private static Dgraph dgraph;
  private static DgraphContents contents;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",", -1)));
    contents = DgraphContents.of(server);
  }

  @AfterAll
  static void close() {
    contents.close();
    dgraph.close();
  }

  @Test
  @DisplayName("gives every user's shipped features as the oracle has them")
  void shippedCatalogue() {
    Plan plan = FeatureCatalogue.load("", SCHEMA).planAll();
    Seeds.each(
        60,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          List<GraphChange> changes = CHANGES.changes(history.events(), random);
          batches(random).write(changes);
          Rows rows = Rows.after(history.events());
          check(
              history,
              changes,
              plan,
              List.of(),
              "as shipped",
              (user, now) -> new Oracle(rows, now).features(user));
        });
  }

  @Test
  @DisplayName("gives them under any limits as the oracle has them, TRUNCATED too")
  void limits() {
    Seeds.each(
        60,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          List<GraphChange> changes = CHANGES.changes(history.events(), random);
          batches(random).write(changes);
          Rows rows = Rows.after(history.events());
          Limits limits = Limits.random(random);
          Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
          check(
              history,
              changes,
              plan,
              List.of(),
              limits.toString(),
              (user, now) -> new Oracle(rows, now, limits).features(user));
        });
  }

  @Test
  @DisplayName("holds each node and edge once, whatever the partitions write at the same time")
  void atOnce() {
    Seeds.each(
        30,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          batches(random).writeAtOnce(CHANGES.changes(history.events(), random));
          assertThat(contents.read())
              .isEqualTo(DgraphContents.expected(Rows.after(history.events())));
        });
  }

  @Test
  @DisplayName("gives any feature that the language can say as the oracle has it")
  void randomFeatures() {
    Seeds.each(
        20,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          List<GraphChange> changes = CHANGES.changes(history.events(), random);
          batches(random).write(changes);
          Rows rows = Rows.after(history.events());
          for (int i = 0; i < 5; i++) {
            List<PathFeature> features =
                RandomFeatures.limited(random, history.nows().getFirst(), 3);
            String yaml = PathFeature.yaml(features);
            Plan plan = FeatureCatalogue.parse(yaml, yaml, SCHEMA).planAll();
            check(
                history,
                changes,
                plan,
                List.of(),
                yaml,
                (user, now) -> new PathOracle(rows, user, now).features(features));
          }
        });
  }

  @Test
  @DisplayName("gives the shipped features of cliques, stars, rings and of who bought all")
  void shapes() throws DgraphException {
    Random random = new Random(1);
    Limits limits = Limits.shipped();
    Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
    EgoGraphReader reader = new EgoGraphReader(dgraph, SCHEMA);
    for (Shape shape : Shape.all(random).toList()) {
      batches(random).writeLarge(List.copyOf(CHANGES.graph(shape.rows()).values()));
      for (String user : shape.users()) {
        GraphView view = reader.read(plan.shape(), user, Shape.NOW, TIMEOUT);
        assertThat(plan.evaluate(view, user, Shape.NOW).map(Vectors::byName))
            .as("'%s' in %s", user, shape)
            .isEqualTo(new Oracle(shape.rows(), Shape.NOW, limits).features(user));
      }
    }
  }

  @Test
  @DisplayName("explains values as the replica does, under any limits")
  void explanations() {
    Seeds.each(
        30,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          List<GraphChange> changes = CHANGES.changes(history.events(), random);
          MemoryGraph replica = new MemoryGraph(SCHEMA);
          changes.forEach(replica::apply);
          batches(random).write(changes);
          Limits limits = random.nextBoolean() ? Limits.NONE : Limits.random(random);
          Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
          EgoGraphReader reader = new EgoGraphReader(dgraph, SCHEMA);
          for (long now : history.nows()) {
            for (String user : history.users()) {
              GraphView view = reader.read(plan.shapeInFull(), user, now, TIMEOUT);
              assertThat(explained(plan.explain(view, user, now, 1_000)))
                  .as("'%s' at %d with %s", user, now, limits)
                  .isEqualTo(explained(plan.explain(replica, user, now, 1_000)));
            }
          }
        });
  }

  private static Optional<Map<Map<String, Oracle.Value>, List<Explanation>>> explained(
      Optional<ExplainedVector> why) {
    return why.map(w -> Map.of(Vectors.byName(w.vector()), w.explanations()));
  }

  @DisplayName(
      "gives what would be with edges that do not exist as the oracle of the rows with them")
  void whatIf() {
    Seeds.each(
        60,
        seed -> {
          RandomHistory history = RandomHistory.of(seed);
          Random random = new Random(seed);
          List<GraphChange> changes = CHANGES.changes(history.events(), random);
          batches(random).write(changes);
          RandomEdges added = RandomEdges.beside(history, SCHEMA, random);
          Limits limits = random.nextInt(4) == 0 ? Limits.NONE : Limits.random(random);
          Plan plan = limits.shippedCatalogue(SCHEMA).planAll();
          check(
              history,
              changes,
              plan,
              added.edges(),
              limits.toString(),
              (user, now) -> new Oracle(added.rows(), now, limits).features(user));
          List<PathFeature> features = RandomFeatures.limited(random, history.nows().getFirst(), 3);
          String yaml = PathFeature.yaml(features);
          check(
              history,
              changes,
              FeatureCatalogue.parse(yaml, yaml, SCHEMA).planAll(),
              added.edges(),
              yaml,
              (user, now) -> new PathOracle(added.rows(), user, now).features(features));
          Rows rows = Rows.after(history.events());
          check(
              history,
              changes,
              plan,
              List.of(),
              limits.toString(),
              (user, now) -> new Oracle(rows, now, limits).features(user));
        });
  }

  /** For a Dgraph that is empty now. */
  private static RandomBatches batches(Random random) throws DgraphException {
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
    return new RandomBatches(dgraph, SCHEMA, random);
  }

  private static void check(
      RandomHistory history,
      List<GraphChange> changes,
      Plan plan,
      List<HypotheticalEdge> whatIf,
      String features,
      BiFunction<String, Long, Optional<Map<String, Oracle.Value>>> oracle)
      throws DgraphException {
    EgoGraphReader reader = new EgoGraphReader(dgraph, SCHEMA);
    KnownRows products = products(changes);
    List<String> users = new ArrayList<>(history.users());
    users.add("nobody");
    for (long now : history.nows()) {
      GraphView all =
          reader.readMarked(plan.shape(), users, now, whatIf, KnownRows.NONE, TIMEOUT).view();
      Function<String, Optional<FeatureVector>> together = plan.evaluateSeveral(all, now);
      for (String user : users) {
        Optional<Map<String, Oracle.Value>> expected = oracle.apply(user, now);
        GraphView view =
            reader
                .readMarked(plan.shape(), List.of(user), now, whatIf, KnownRows.NONE, TIMEOUT)
                .view();
        assertThat(plan.evaluate(view, user, now).map(Vectors::byName))
            .as("'%s' at %d with %s: %s", user, now, whatIf, features)
            .isEqualTo(expected);
        assertThat(together.apply(user).map(Vectors::byName))
            .as("'%s' with others at %d with %s: %s", user, now, whatIf, features)
            .isEqualTo(expected);
        GraphView beside =
            reader.readMarked(plan.shape(), List.of(user), now, whatIf, products, TIMEOUT).view();
        assertThat(plan.evaluate(beside, user, now).map(Vectors::byName))
            .as("'%s' with rows that are known at %d: %s", user, now, features)
            .isEqualTo(expected);
      }
    }
  }

  /** The rows of products, apart from Dgraph. */
  private static KnownRows products(List<GraphChange> changes) {
    Map<String, Row> rows = new HashMap<>();
    for (GraphChange change : changes) {
      switch (change) {
        case GraphChange.PutNode put when put.element().type().equals(PRODUCT) ->
            rows.put(put.element().key(), put.row());
        case GraphChange.Remove(Element.Node node) when node.type().equals(PRODUCT) ->
            rows.remove(node.key());
        default -> {}
      }
    }
    return new KnownRows() {
      @Override
      public boolean has(NodeType type) {
        return type.equals(PRODUCT);
      }

      @Override
      public @Nullable Row row(NodeType type, String key) {
        return rows.get(key);
      }
    };
  }
}
