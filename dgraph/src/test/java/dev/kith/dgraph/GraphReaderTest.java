package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Seeds;
import dev.kith.graph.change.Changes;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.graph.schema.EdgeType;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("A reading of all that Dgraph holds")
@ExtendWith(DgraphExtension.class)
class GraphReaderTest {
  private static final Changes CHANGES = new Changes(SCHEMA);
  private static final EdgeType KNOWS = SCHEMA.edgeType("knows").orElseThrow();
  private static final EdgeType PAID = SCHEMA.edgeType("paid").orElseThrow();

  private static Dgraph dgraph;
  private static Raw raw;
  private static GraphReader reader;

  @BeforeAll
  static void connect(DgraphServer server) {
    dgraph = Dgraph.connect(List.of(server.address().split(",")));
    raw = new Raw(dgraph);
    reader = new GraphReader(dgraph, SCHEMA, "topic");
  }

  @AfterAll
  static void close() {
    dgraph.close();
  }

  @BeforeEach
  void empty() throws Exception {
    dgraph.dropAll();
    dgraph.applySchema(SCHEMA);
  }

  private static void write(List<GraphChange> changes) throws DgraphException {
    DgraphWriter writer = new DgraphWriter(dgraph, SCHEMA, "topic");
    long position = writer.position(0);
    assertThat(writer.write(0, position, position + changes.size(), changes).applied()).isTrue();
  }

  private static List<Stored> all() throws DgraphException {
    List<Stored> out = new ArrayList<>();
    reader.readAll(out::add);
    return out;
  }

  /** What a reading should tell of elements: of a symmetric edge two copies. */
  private static List<Stored> copies(Collection<GraphChange> puts) {
    List<Stored> out = new ArrayList<>();
    for (GraphChange put : puts) {
      out.add(new Stored.Copy(put, false));
      if (put.element() instanceof Element.Pair pair && pair.type().symmetric()) {
        out.add(new Stored.Copy(put, true));
      }
    }
    return out;
  }

  /** Random changes, and what they come to. */
  private static Map<Element, GraphChange> writeRandom(Random random) throws DgraphException {
    RandomChanges changes = new RandomChanges(CHANGES, random, 2 + random.nextInt(8));
    Map<Element, GraphChange> graph = new HashMap<>();
    for (int batch = 0; batch < 6; batch++) {
      List<GraphChange> some = new ArrayList<>();
      for (int i = random.nextInt(60); i >= 0; i--) {
        some.add(changes.get());
      }
      write(some);
      some.forEach(change -> graph.put(change.element(), change));
    }
    graph.values().removeIf(GraphChange.Remove.class::isInstance);
    return graph;
  }

  @Test
  @DisplayName("tells what the changes came to: every element, each of its copies, nothing else")
  void everything() {
    Seeds.each(
        10,
        seed -> {
          empty();
          Map<Element, GraphChange> graph = writeRandom(new Random(seed));
          assertThat(all()).containsExactlyInAnyOrderElementsOf(copies(graph.values()));
        });
  }

  @Test
  @DisplayName("can be of some elements only, there or not, with the positions of that moment")
  void some() {
    Seeds.each(
        10,
        seed -> {
          empty();
          Random random = new Random(seed);
          Map<Element, GraphChange> graph = writeRandom(random);
          Set<Element> asked = new HashSet<>(graph.keySet());
          asked.removeIf(element -> random.nextInt(3) > 0);
          List<GraphChange> held = asked.stream().map(graph::get).toList();
          asked.add(new Element.Node(SCHEMA.nodeType("person").orElseThrow(), "nobody"));
          asked.add(new Element.Pair(KNOWS, "p0", "nobody"));
          asked.add(new Element.KeyedEdge(PAID, "never"));
          List<Stored> told = new ArrayList<>();
          Map<Integer, Long> positions = reader.read(asked, told::add);
          assertThat(told).containsExactlyInAnyOrderElementsOf(copies(held));
          assertThat(positions).isEqualTo(reader.positions()).containsOnlyKeys(0);
        });
  }

  @Test
  @DisplayName("goes from page to page")
  void pages() throws Exception {
    List<GraphChange> graph = new ArrayList<>();
    for (int i = 0; i < 2500; i++) {
      graph.add(CHANGES.node("person", "p" + i, "whole", (long) i));
      graph.add(CHANGES.edge("paid", "e" + i, "p" + i, "p" + (i + 1) % 2500, "whole", (long) i));
    }
    write(graph);
    assertThat(all()).containsExactlyInAnyOrderElementsOf(copies(graph));
  }

  @Test
  @DisplayName("refuses positions of another topic")
  void otherTopic() throws Exception {
    write(List.of(CHANGES.node("person", "ann")));
    GraphReader other = new GraphReader(dgraph, SCHEMA, "other");
    assertThatThrownBy(other::positions).hasMessageContaining("another topic");
    assertThatThrownBy(() -> other.read(List.of(), stored -> {}))
        .hasMessageContaining("another topic");
  }

  private static final List<GraphChange> SMALL =
      List.of(
          CHANGES.node("person", "ann", "whole", 7L),
          CHANGES.node("person", "bob"),
          CHANGES.pair("knows", "ann", "bob", "words", "hello"),
          CHANGES.pair("follows", "ann", "bob"),
          CHANGES.edge("paid", "e1", "ann", "bob", "whole", 1L),
          CHANGES.edge("paid", "e2", "ann", "bob", "whole", 2L));

  /** Writes past Kith: {@code $ann}, {@code $bob}, {@code $e1} and {@code $e2} are their uids. */
  private static void damage(String set, String deleted) throws Exception {
    String[] statements = {set, deleted};
    for (String key : List.of("ann", "bob", "e1", "e2")) {
      String uid = uid(key.startsWith("e") ? "payment_id" : "person_id", key);
      for (int i = 0; i < statements.length; i++) {
        statements[i] = statements[i].replace("$" + key, "<" + uid + ">");
      }
    }
    raw.write(statements[0], statements[1]);
  }

  /** What a reading tells more, and less, than before some damage. */
  private static void assertTold(List<Stored> more, List<Stored> less) throws Exception {
    List<Stored> expected = copies(SMALL);
    assertThat(expected).containsAll(less);
    expected.removeAll(less);
    expected.addAll(more);
    assertThat(all()).containsExactlyInAnyOrderElementsOf(expected);
    // And looked at by the elements that it is about.
    Set<Element> about = new HashSet<>();
    SMALL.forEach(put -> about.add(put.element()));
    more.stream()
        .filter(Stored.Copy.class::isInstance)
        .forEach(copy -> about.add(((Stored.Copy) copy).put().element()));
    List<Stored> told = new ArrayList<>();
    reader.read(about, told::add);
    expected.removeIf(Stored.Stray.class::isInstance);
    told.removeIf(Stored.Stray.class::isInstance);
    assertThat(told).containsExactlyInAnyOrderElementsOf(expected);
  }

  private static Element element(int index) {
    return SMALL.get(index).element();
  }

  private static String uid(String predicate, String key) throws Exception {
    return raw.query("{ q(func: eq(%s, \"%s\")) { uid } }".formatted(predicate, key))
        .at("/q/0/uid")
        .asText();
  }

  @Test
  @DisplayName("tells a value that was changed, and an element that was added")
  void changed() throws Exception {
    write(SMALL);
    damage("$ann <whole> \"8\" .", "");
    damage("_:c <person_id> \"cleo\" .\n_:c <dgraph.type> \"Person\" .", "");
    assertTold(
        List.of(
            new Stored.Copy(CHANGES.node("person", "ann", "whole", 8L), false),
            new Stored.Copy(CHANGES.node("person", "cleo"), false)),
        List.of(new Stored.Copy(SMALL.get(0), false)));
  }

  @Test
  @DisplayName("tells a symmetric edge that leads in one direction only, or differs in the other")
  void half() throws Exception {
    write(SMALL);
    damage("$bob <knows> $ann (words=\"bye\") .", "");
    assertTold(
        List.of(new Stored.Copy(CHANGES.pair("knows", "ann", "bob", "words", "bye"), true)),
        List.of(new Stored.Copy(SMALL.get(2), true)));
    damage("", "$bob <knows> $ann .");
    assertTold(List.of(), List.of(new Stored.Copy(SMALL.get(2), true)));
  }

  @Test
  @DisplayName("tells a node without its type, and what of a record is missing")
  void broken() throws Exception {
    write(SMALL);
    damage("", "$ann <dgraph.type> \"Person\" .\n$bob <dgraph.type> \"Person\" .");
    damage("", "$e1 <dgraph.type> \"Payment\" .\n$e2 <payee> * .");
    assertTold(
        List.of(
            new Stored.Broken(element(0), "has attributes, but not the type Person"),
            new Stored.Broken(element(4), "has not the type Payment"),
            new Stored.Broken(element(5), "has no payee")),
        List.of(
            new Stored.Copy(SMALL.get(0), false),
            new Stored.Copy(SMALL.get(1), false), // a stub now, as an end of edges is
            new Stored.Copy(SMALL.get(4), false),
            new Stored.Copy(SMALL.get(5), false)));
  }

  @Test
  @DisplayName("tells what else stands beside one end of a record, and that nothing does")
  void facets() throws Exception {
    write(SMALL);
    damage("$e1 <payer> $ann (whole=8, kith.end=%s) .".formatted(number("bob")), "");
    damage("$e2 <payee> $bob (whole=2) .", "");
    assertTold(
        List.of(
            new Stored.Copy(CHANGES.edge("paid", "e1", "ann", "bob", "whole", 8L), false),
            new Stored.Broken(element(5), "has not beside an end what the other one is")),
        List.of(new Stored.Copy(SMALL.get(5), false)));

    write(List.of(SMALL.get(4), SMALL.get(5))); // which mends it
    assertThat(all()).containsExactlyInAnyOrderElementsOf(copies(SMALL));
  }

  private static long number(String person) throws Exception {
    return Uids.parse(uid("person_id", person));
  }

  @Test
  @DisplayName("tells a direct edge that is missing, and one that should not be")
  void direct() throws Exception {
    write(SMALL);
    damage("$bob <paid> $ann .", "$ann <paid> $bob .");
    assertTold(
        List.of(
            new Stored.Broken(element(4), "has no direct edge paid beside it"),
            new Stored.Broken(element(5), "has no direct edge paid beside it"),
            new Stored.DirectEdge(
                PAID,
                new Stored.End(uid("person_id", "bob"), "bob"),
                new Stored.End(uid("person_id", "ann"), "ann"))),
        List.of());
  }

  @Test
  @DisplayName("tells what is left of a node that lost its key, and of a record")
  void keyless() throws Exception {
    write(SMALL);
    String bob = uid("person_id", "bob");
    String payment = uid("payment_id", "e1");
    damage("", "$bob <person_id> * .\n$e1 <payment_id> * .");
    Stored.End ann = new Stored.End(uid("person_id", "ann"), "ann");
    assertThat(all())
        .containsExactlyInAnyOrder(
            new Stored.Copy(SMALL.get(0), false),
            new Stored.LooseEnd(KNOWS, ann, bob),
            new Stored.LooseEnd(SCHEMA.edgeType("follows").orElseThrow(), ann, bob),
            new Stored.LooseEnd(PAID, ann, bob),
            new Stored.Broken(element(5), "has no payee"),
            new Stored.Surplus(bob, SCHEMA.nodeType("person").orElseThrow(), "no valid person_id"),
            new Stored.Surplus(payment, PAID, "no valid payment_id"));
  }

  @Test
  @DisplayName("tells the second node of a key, and of the two the one that the writer takes")
  void twice() throws Exception {
    write(SMALL);
    String first = uid("person_id", "ann");
    damage("_:a <person_id> \"ann\" .\n_:a <dgraph.type> \"Person\" .\n_:a <whole> \"7\" .", "");
    List<Stored> told = new ArrayList<>();
    reader.read(List.of(element(0)), told::add);
    assertThat(told).hasSize(2).contains(new Stored.Copy(SMALL.get(0), false));
    assertThat(told)
        .filteredOn(Stored.Surplus.class::isInstance)
        .singleElement()
        .extracting("uid")
        .isEqualTo(first);
  }
}
