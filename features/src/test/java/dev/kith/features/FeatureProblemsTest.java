package dev.kith.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Every mistake is named with its line and what to write instead, all of them at once. */
@DisplayName("A features.yaml with a mistake is refused:")
class FeatureProblemsTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");

  @Test
  @DisplayName("all mistakes at once, in the order of their lines")
  void allAtOnce() {
    assertThat(
            problems(
                """
                entity: user
                sets:
                  some: [a, nobody]
                features:
                  - name: a
                    description: A.
                    path: frends
                    aggregate: count
                  - name: b
                    description: B.
                    path: friends
                    where: user.agee > 3
                    within: 7 days
                    aggregate: averge(user.age)
                    colour: red
                """))
        .containsExactly(
            "f.yaml:3: the set 'some' names 'nobody', which is no feature. Known here: a, b",
            "f.yaml:7: frends: there is no edge type 'frends'. Did you mean 'friends'?",
            "f.yaml:12: the condition of feature 'b', character 5: undefined field 'agee'."
                + " Did you mean 'age'?",
            "f.yaml:13: '7 days', the 'within' of feature 'b', is no time span. Write a number"
                + " above 0 and a unit, up to 36500d: 90s, 30m, 24h, 7d",
            "f.yaml:14: 'averge(user.age)' is no aggregate. Known here: count, count_distinct(x),"
                + " sum(x), avg(x), min(x), max(x), ratio",
            "f.yaml:15: unknown key 'colour' in feature 2. Known here: name, description,"
                + " elapsed, default, attribute, operator, path, where, within, aggregate, limits");
  }

  @Test
  @DisplayName("what is not YAML")
  void notYaml() {
    assertThat(problems("entity: [user"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:1: this is not YAML: ");
  }

  @Test
  @DisplayName("a file without entity or features")
  void empty() {
    assertThat(problems("sets: {}"))
        .containsExactly(
            "f.yaml:1: the file has no 'entity'. Add 'entity: …'",
            "f.yaml:1: the file declares no feature. Declare one under 'features'");
  }

  @Test
  @DisplayName("an entity that is no node type, once and not for every feature")
  void unknownEntity() {
    assertThat(
            problems(
                """
                entity: usr
                features:
                  - name: a
                    description: A.
                    path: friends
                    aggregate: count
                  - name: b
                    description: B.
                    attribute: user.age
                """))
        .containsExactly("f.yaml:1: there is no node type 'usr'. Did you mean 'user'?");
  }

  @Test
  @DisplayName("two features of one name, and a name that is none")
  void names() {
    assertThat(
            problems(
                """
                entity: user
                features:
                  - {name: a, description: A., attribute: user.age}
                  - {name: a, description: A., attribute: user.city}
                  - {name: a-b, description: B., attribute: user.city}
                  - {description: C., attribute: user.city}
                """))
        .containsExactly(
            "f.yaml:4: there are two features 'a' (the first in line 3). Rename one",
            "f.yaml:5: 'a-b' is no name of a feature. A name is made of letters, digits and '_',"
                + " at most 100",
            "f.yaml:6: feature 4 has no 'name'. Add 'name: …'");
  }

  @Test
  @DisplayName("a set that names a feature twice, or is empty")
  void sets() {
    assertThat(
            problems(
                """
                entity: user
                sets:
                  one: [age, age]
                  two:
                features:
                  - {name: age, description: A., attribute: user.age}
                """))
        .containsExactly(
            "f.yaml:3: the set 'one' names 'age' twice. Remove one",
            "f.yaml:4: the set 'two' is empty. Write [feature, …], or remove it");
  }

  @Test
  @DisplayName("a feature that does not say what it is made of, or says it twice")
  void source() {
    assertThat(problemsOf("elapsed: days"))
        .containsExactly(
            "f.yaml:3: feature 'x' does not say what it is made of. Write 'attribute: …',"
                + " 'operator: …', or 'path: …' and 'aggregate: …'");
    assertThat(problemsOf("path: friends"))
        .containsExactly(
            "f.yaml:3: feature 'x' has no 'aggregate'. Add 'aggregate: ' and one of count,"
                + " count_distinct(x), sum(x), avg(x), min(x), max(x), ratio");
    assertThat(problemsOf("attribute: user.age", "where: 'true'"))
        .containsExactly(
            "f.yaml:6: feature 'x' has both 'attribute' and 'where'. Keep 'attribute' for a value"
                + " of the asked node itself, else 'path' and 'aggregate'");
  }

  @Test
  @DisplayName("a feature without description")
  void description() {
    assertThat(
            problems(
                """
                entity: user
                features:
                  - name: x
                    attribute: user.age
                """))
        .containsExactly("f.yaml:3: feature 1 has no 'description'. Add 'description: …'");
  }

  @Test
  @DisplayName("an attribute that the asked node does not have")
  void attribute() {
    assertThat(problemsOf("attribute: user.aeg"))
        .containsExactly(
            "f.yaml:5: 'user.aeg', the attribute of feature 'x', is no attribute of user. Did you"
                + " mean 'user.age'?");
    assertThat(problemsOf("attribute: product.category"))
        .containsExactly(
            "f.yaml:5: 'product.category', the attribute of feature 'x', is no attribute of user."
                + " Known here: user.age, user.city, user.created_at");
  }

  @Test
  @DisplayName("a path that does not connect, with what leads on")
  void pathDoesNotConnect() {
    assertThat(problemsOf("path: friends.purchased.friends", "aggregate: count"))
        .containsExactly(
            "f.yaml:5: friends.purchased.friends: 'friends' starts at user, but 'purchased' ends"
                + " at product. From product lead: ~purchased");
    assertThat(problemsOf("path: ~purchased", "aggregate: count"))
        .containsExactly(
            "f.yaml:5: ~purchased: '~purchased' starts at product, but the asked node is a user."
                + " From user lead: friends, purchased");
  }

  @Test
  @DisplayName("a path with an empty hop, with too many, or with a way back that is none")
  void hops() {
    assertThat(problemsOf("path: friends" + ".friends".repeat(8), "aggregate: count"))
        .containsExactly(
            "f.yaml:5: the path of feature 'x' has more than 8 hops. Nothing so far away says"
                + " anything about a node: shorten it");
    assertThat(problemsOf("path: friends..purchased", "aggregate: count"))
        .containsExactly(
            "f.yaml:5: the path 'friends..purchased' of feature 'x' has an empty hop. Write edge"
                + " types with a '.' between them");
    assertThat(problemsOf("path: ~friends", "aggregate: count"))
        .containsExactly(
            "f.yaml:5: ~friends: 'friends' has no direction, so it can't be walked backwards."
                + " Write 'friends'");
  }

  @Test
  @DisplayName("an aggregate of something that is not there, or not of its type")
  void aggregates() {
    assertThat(problemsOf("path: friends.purchased", "aggregate: count_distinct(friend)"))
        .containsExactly(
            "f.yaml:6: 'friend' is nothing that count_distinct of feature 'x' can be over. Did you"
                + " mean 'friends'?");
    assertThat(problemsOf("path: friends", "aggregate: avg(self.age)"))
        .containsExactly(
            "f.yaml:6: 'self.age' is nothing that avg of feature 'x' can be over. Known here:"
                + " friends.since, user.age, user.city, user.created_at");
    assertThat(problemsOf("path: friends", "aggregate: sum(user.city)"))
        .containsExactly(
            "f.yaml:6: feature 'x' has sum over 'user.city', which is a string. It must be an int"
                + " or a double");
    assertThat(problemsOf("path: friends", "aggregate: avg(friends.since)"))
        .containsExactly(
            "f.yaml:6: feature 'x' has avg over 'friends.since', which is a timestamp. It must be"
                + " an int or a double");
    assertThat(problemsOf("path: friends", "aggregate: max(user.city)"))
        .containsExactly(
            "f.yaml:6: feature 'x' has max over 'user.city', which is a string. It must be an int,"
                + " a double or a timestamp");
    assertThat(problemsOf("path: friends", "aggregate: avg"))
        .containsExactly(
            "f.yaml:6: 'avg' of feature 'x' does not say of what. Write 'avg(x)', x being one of"
                + " friends.since, user.age, user.city, user.created_at");
    assertThat(problemsOf("path: friends", "aggregate: count(user)"))
        .containsExactly(
            "f.yaml:6: 'count' takes nothing in brackets, but in feature 'x' it has some. Write"
                + " 'count', or 'count_distinct(x)'");
    assertThat(problemsOf("path: friends", "aggregate: cuont"))
        .containsExactly("f.yaml:6: 'cuont' is no aggregate. Did you mean 'count'?");
  }

  @Test
  @DisplayName("a ratio of nothing in particular")
  void ratio() {
    assertThat(problemsOf("path: friends", "aggregate: ratio"))
        .containsExactly(
            "f.yaml:6: feature 'x' is a ratio, but has no 'where'. Add 'where: …' to say which of"
                + " the edges are counted");
  }

  @Test
  @DisplayName("a window that is none, or of edges without event time")
  void windows() {
    for (String span : List.of("0d", "-1d", "7", "d", "7w", "1.5h", "36501d", "9999999999h")) {
      assertThat(problemsOf("path: friends", "within: " + span, "aggregate: count"))
          .containsExactly(
              "f.yaml:6: '"
                  + span
                  + "', the 'within' of feature 'x', is no time span. Write a number above 0 and a"
                  + " unit, up to 36500d: 90s, 30m, 24h, 7d");
    }
    assertThat(
            problems(
                """
                entity: person
                features:
                  - name: x
                    description: X.
                    path: follows
                    within: 7d
                    aggregate: count
                """,
                World.SCHEMA))
        .containsExactly(
            "f.yaml:6: feature 'x' has 'within', but 'follows' has no event time. Remove 'within',"
                + " or declare the event_time of 'follows' in graph.yaml");
  }

  @Test
  @DisplayName("a condition that is wrong, as CEL says it")
  void conditions() {
    assertThat(problemsOf("path: friends.purchased", "where: product.price > ", "aggregate: count"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:6: the condition of feature 'x', character 16: mismatched input");
    assertThat(problemsOf("path: friends", "where: purchased.amount > 1.0", "aggregate: count"))
        .containsExactly(
            "f.yaml:6: the condition of feature 'x', character 1: undeclared reference to"
                + " 'purchased' (in container ''). Known here: friends, user, self");
    assertThat(problemsOf("path: friends", "where: user.age", "aggregate: count"))
        .containsExactly(
            "f.yaml:6: the condition of feature 'x', character 5: expected type 'bool' but found"
                + " 'int'. A condition is true or false: compare it with something");
  }

  @Test
  @DisplayName("elapsed of what is no timestamp, or in a unit that is none")
  void elapsed() {
    assertThat(problemsOf("path: friends", "aggregate: count", "elapsed: days"))
        .containsExactly(
            "f.yaml:7: feature 'x' has 'elapsed', but its value is of type int. Only the time since"
                + " a timestamp can be told: remove 'elapsed'");
    assertThat(problemsOf("attribute: user.created_at", "elapsed: day"))
        .containsExactly("f.yaml:6: 'day' is no unit of 'elapsed'. Did you mean 'days'?");
  }

  @Test
  @DisplayName("a default where there is always a value, or of another type")
  void defaults() {
    for (String aggregate : List.of("count", "sum(user.age)", "count_distinct(user.city)")) {
      assertThat(problemsOf("path: friends", "aggregate: " + aggregate, "default: 0"))
          .containsExactly(
              "f.yaml:7: feature 'x' has a 'default', but it has a value even where there is"
                  + " nothing. Remove 'default'");
    }
    assertThat(problemsOf("path: friends", "aggregate: avg(user.age)", "default: none"))
        .containsExactly(
            "f.yaml:7: 'none', the default of feature 'x', is no double. Write a number: 0.0");
    assertThat(problemsOf("path: friends", "aggregate: min(user.age)", "default: 0.5"))
        .containsExactly(
            "f.yaml:7: '0.5', the default of feature 'x', is no int. Write a whole number: 0");
    assertThat(problemsOf("attribute: user.created_at", "default: yesterday"))
        .containsExactly(
            "f.yaml:6: 'yesterday', the default of feature 'x', is no timestamp. Write a time in"
                + " UTC: 2026-01-31T12:00:00Z");
    assertThat(problemsOf("attribute: user.created_at", "elapsed: days", "default: NaN"))
        .containsExactly(
            "f.yaml:7: 'NaN', the default of feature 'x', is no double. Write a number: 0.0");
  }

  @Test
  @DisplayName("a cohort by nothing that cohorts can be formed by, or of what has no mean")
  void cohorts() {
    for (String by : List.of("created_at", "user.city", "cty", "")) {
      assertThat(problemsOf("attribute: user.age", "default: cohort(" + by + ")"))
          .containsExactly(
              "f.yaml:6: '"
                  + by
                  + "', by which the default of feature 'x' forms cohorts, is no int, string or"
                  + " bool of user. "
                  + (by.isEmpty() || by.equals("created_at") || by.equals("user.city")
                      ? "Known here: age, city"
                      : "Did you mean 'city'?"));
    }
    assertThat(problemsOf("attribute: user.age", "default: cohort"))
        .singleElement()
        .asString()
        .startsWith("f.yaml:6: '', by which");
    assertThat(problemsOf("attribute: user.city", "default: cohort(city)"))
        .containsExactly(
            "f.yaml:6: feature 'x' has the mean of a cohort as default, but is of type string."
                + " Only an int or a double has a mean: write a text");
    assertThat(problemsOf("path: friends", "aggregate: count", "default: cohort(city)"))
        .containsExactly(
            "f.yaml:7: feature 'x' has a 'default', but it has a value even where there is nothing."
                + " Remove 'default'");
  }

  private static List<String> problemsOf(String... lines) {
    return problems(
        "entity: user\nfeatures:\n  - name: x\n    description: X.\n    "
            + String.join("\n    ", lines)
            + "\n");
  }

  private static List<String> problems(String text) {
    return problems(text, SCHEMA);
  }

  private static List<String> problems(String text, GraphSchema schema) {
    ConfigException refused =
        catchThrowableOfType(
            ConfigException.class, () -> FeatureCatalogue.parse("f.yaml", text, schema));
    assertThat(refused).isNotNull();
    return refused.problems().stream().map(Problem::toString).toList();
  }
}
