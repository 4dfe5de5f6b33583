package dev.kith.features.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
import dev.kith.features.FeatureVector.Status;
import dev.kith.features.World;
import dev.kith.features.examples.Example.Answer;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The worked examples in docs/features.md")
class WorkedExamplesTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final Pattern LIMITS = Pattern.compile("(?m)^limits:\n(  .*\n)+");

  /** A decimal with fewer digits is the value itself, not rounded. */
  private static final int ROUNDED_DIGITS = 4;

  static List<Example> examples() throws IOException {
    return ExamplesPage.read(Files.readString(Path.of("..", "docs", "features.md")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  @DisplayName("have the values that they say")
  void values(Example example) throws IOException {
    GraphView graph = rows(example).graph();
    FeatureCatalogue catalogue = catalogue(example);
    assertThat(example.answers()).isNotEmpty();
    for (Answer answer : example.answers()) {
      FeatureVector vector =
          catalogue
              .plan(answer.values().keySet())
              .evaluate(graph, answer.user(), World.NOW)
              .orElseThrow();
      Map<String, String> computed = new TreeMap<>();
      for (int i = 0; i < vector.features().size(); i++) {
        String feature = vector.features().get(i).name();
        computed.put(feature, written(vector, i, answer.values().getOrDefault(feature, "")));
      }
      assertThat(computed).as("of " + answer.user()).isEqualTo(answer.values());
    }
  }

  @Test
  @DisplayName("show every feature that is shipped, and every status")
  void complete() throws IOException {
    Set<String> shown = new TreeSet<>();
    Set<String> words = new TreeSet<>();
    for (Example example : examples()) {
      for (Answer answer : example.answers()) {
        shown.addAll(answer.values().keySet());
        answer.values().values().forEach(value -> words.addAll(List.of(value.split(" ", -1))));
      }
    }
    assertThat(shown)
        .containsExactlyInAnyOrderElementsOf(
            FeatureCatalogue.load("", SCHEMA).features().stream().map(Feature::name).toList());
    assertThat(words).contains("null", Status.DEFAULTED.name(), Status.TRUNCATED.name());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("examples")
  @DisplayName("draw every user and product of their rows")
  void pictures(Example example) {
    Set<String> drawn =
        Pattern.compile("\\w+")
            .matcher(example.picture())
            .results()
            .map(word -> word.group())
            .collect(Collectors.toSet());
    assertThat(drawn).containsAll(rows(example).names());
  }

  private static ExampleRows rows(Example example) {
    return new ExampleRows(example.rows(), SCHEMA, World.NOW);
  }

  /** The shipped one; with the example's limits, if it has some. */
  private static FeatureCatalogue catalogue(Example example) throws IOException {
    String shipped = Files.readString(Path.of("..", "schemas", "features.yaml"));
    Matcher limits = LIMITS.matcher(shipped);
    assertThat(limits.find()).isTrue();
    String yaml = limits.replaceFirst(example.limits().orElse(limits.group()));
    return FeatureCatalogue.parse("features.yaml", yaml, SCHEMA);
  }

  /** A value as the page would write it, to the digits that it has there. */
  private static String written(FeatureVector vector, int i, String there) {
    String value = String.valueOf(vector.value(i));
    if (vector.value(i) instanceof Double number && there.matches("-?\\d+\\.\\d+.*")) {
      BigDecimal digits = new BigDecimal(there.split(" ", -1)[0]);
      if (digits.precision() >= ROUNDED_DIGITS) {
        value = new BigDecimal(number).setScale(digits.scale(), RoundingMode.HALF_EVEN).toString();
      }
    }
    return vector.status(i) == Status.OK ? value : value + " " + vector.status(i);
  }
}
