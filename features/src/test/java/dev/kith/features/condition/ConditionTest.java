package dev.kith.features.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.World;
import dev.kith.graph.change.Changes;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A condition")
class ConditionTest {
  private static final NodeType PERSON = World.SCHEMA.nodeType("person").orElseThrow();
  private static final Changes ROWS = new Changes(World.SCHEMA);
  private static final ConditionCompiler COMPILER =
      new ConditionCompiler(PERSON, new Hop(World.SCHEMA.edgeType("visited").orElseThrow(), true));

  /**
   * An expensive visit of unknown length to a bar of unknown rating, by a member of unknown age.
   */
  private static final Edges EDGE =
      new OneEdge(
          ROWS.row("visited", "cost", 120.5, "visited_at", World.micros("2025-06-01T10:00:00Z")),
          ROWS.row("place", "kind", "bar"),
          ROWS.row("person", "name", "Ann", "score", 7L, "member", true));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "visited.cost > 100.0",
        "100.0 < visited.cost",
        "visited.cost == 120.5",
        "visited.cost != 0.0",
        "place.kind == 'bar'",
        "place.kind < 'baz'",
        "self.score >= 7 && self.score <= 7",
        "self.member",
        "self.member == true",
        "!(self.score > 7)",
        "visited.visited_at > timestamp('2025-06-01T09:59:59.999999Z')",
        "visited.visited_at < timestamp('2025-06-01T10:00:00.0000001Z')",
        "visited.visited_at + duration('24h') > timestamp('2025-06-02T00:00:00Z')",
        "has(place.kind) && !has(place.rating)",
        "place.kind in ['bar', 'gym']",
        "place.kind.startsWith('b') && self.name.matches('A.*')",
        "visited.cost / 2.0 > 60.0",
        "self.score % 2 == 1 ? self.member : false",
        "['bar', 'gym'].exists(kind, kind == place.kind)",
        "double(self.score) < visited.cost",
        "true",
      })
  @DisplayName("holds where CEL says so")
  void holds(String condition) {
    assertThat(holdsAt(condition)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "visited.cost > 120.5",
        "place.kind != 'bar'",
        "!self.member",
        "self.member == false",
        "has(place.rating)",
        "place.kind in []",
        "false",
      })
  @DisplayName("does not hold where CEL says so")
  void doesNotHold(String condition) {
    assertThat(holdsAt(condition)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "place.rating > 1.0",
        "!(place.rating > 1.0)",
        "place.rating != 1.0",
        "place.rating == place.rating",
        "place.rating > 1.0 && self.member",
        "self.member && place.rating > 1.0",
        "place.rating > 1.0 || self.score == 8",
        "!(place.rating > 1.0 && self.member)",
        "place.rating + 1.0 > 1.0",
        "place.rating in [1.0]",
        "visited.nights == 1 ? true : true",
        "self.born < visited.visited_at",
        "self.height < 2.0",
        "10 / (self.score - 7) > 1",
      })
  @DisplayName("does not hold if it needs a missing value, or one that can't be computed")
  void missing(String condition) {
    assertThat(holdsAt(condition)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "place.rating > 1.0 || self.member",
        "self.member || place.rating > 1.0",
        "!(place.rating > 1.0 && self.score == 8)",
        "!has(place.rating) || place.rating > 1.0",
        "10 / (self.score - 7) > 1 || self.member",
        "place.rating + 1.0 > 1.0 || place.kind.size() == 3",
      })
  @DisplayName("holds if it does not depend on the value that is missing")
  void absorbed(String condition) {
    assertThat(holdsAt(condition)).isTrue();
  }

  @Test
  @DisplayName("says which attributes it reads, and whose")
  void reads() {
    List<ConditionProblem> problems = new ArrayList<>();
    Condition condition =
        COMPILER
            .compile(
                "visited.cost > 1.0 && (has(place.kind) || self.name.size() > 2) && self.score"
                    + " in [1, 2].map(person, person + 1)",
                problems::add)
            .orElseThrow();
    assertThat(condition.reads())
        .extracting(ref -> ref.owner() + " " + ref.attribute().name())
        .containsExactlyInAnyOrder("EDGE cost", "NODE kind", "SELF name", "SELF score");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          visited.price > 1.0                | character 8: undefined field 'price'. Known here: visited_at, cost, nights
          visited.cots > 1.0                 | character 8: undefined field 'cots'. Did you mean 'cost'?
          person.score > 1                   | character 1: undeclared reference to 'person' (in container ''). Known here: visited, place, self
          placee.rating > 1.0                | character 1: undeclared reference to 'placee' (in container ''). Did you mean 'place'?
          visited.cost                       | character 8: expected type 'bool' but found 'double'. A condition is true or false: compare it with something
          self == self                       | character 1: 'self' stands without an attribute. Write 'self.' and the name of an attribute
          [place].size() > 0                 | character 2: 'place' stands without an attribute. Write 'place.' and the name of an attribute
          place.kind.matches('(')            | character 20: Regex validation failed. Reason: Unclosed group near index 1. Correct the condition (its language is CEL: https://cel.dev)
          """)
  @DisplayName("that is wrong is refused in CEL's words, with the position and what to write")
  void problems(String condition, String problem) {
    assertThat(problemsOf(condition)).first().isEqualTo(problem);
  }

  @Test
  @DisplayName("that compares a double with an int is refused, and the fix is a point")
  void mixedNumbers() {
    assertThat(problemsOf("visited.cost > 100"))
        .singleElement()
        .asString()
        .startsWith("character 14: found no matching overload for '_>_' applied to '(double, int)'")
        .endsWith("Write the number that is compared with a double with a point: 100.0");
  }

  @Test
  @DisplayName("that is not CEL is refused, with the line where it has several")
  void syntax() {
    assertThat(problemsOf("visited.cost > "))
        .singleElement()
        .asString()
        .startsWith("character 16: mismatched input '<EOF>'");
    assertThat(problemsOf("self.member &&\n  visited.cost > 'a'"))
        .singleElement()
        .asString()
        .startsWith("line 2, character 16: found no matching overload for '_>_'");
  }

  @Test
  @DisplayName("with a time that is none is refused")
  void badTimestamp() {
    assertThat(problemsOf("visited.visited_at > timestamp('yesterday')"))
        .singleElement()
        .asString()
        .startsWith("character 32: timestamp validation failed");
  }

  private static boolean holdsAt(String text) {
    List<ConditionProblem> problems = new ArrayList<>();
    boolean holds =
        COMPILER
            .compile(text, problems::add)
            .map(condition -> condition.holds(EDGE, 0))
            .orElse(false);
    assertThat(problems).isEmpty();
    return holds;
  }

  private static List<String> problemsOf(String text) {
    List<String> problems = new ArrayList<>();
    assertThat(
            COMPILER.compile(text, p -> problems.add(p.where() + ": " + p.what() + ". " + p.fix())))
        .isEmpty();
    return problems;
  }
}
