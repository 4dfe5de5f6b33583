package dev.kith.features.condition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.Hop;
import dev.kith.graph.schema.NodeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The compiled condition against the CEL runtime. */
@DisplayName("A random condition")
class ConditionDifferentialTest {
  private static final String ATTRIBUTES =
      "{i: int, j: int, d: double, e: double, s: string, u: string, b: bool, c: bool,"
          + " t: timestamp, v: timestamp}";
  private static final GraphSchema SCHEMA =
      GraphYaml.parse(
          "graph.yaml",
          """
          nodes:
            one: {key: one_id, attributes: ATTRIBUTES}
            other: {key: other_id, attributes: ATTRIBUTES}
          edges:
            link: {from: one, to: other, attributes: ATTRIBUTES}
          sources:
            - {topic: ones, element: one, key: id}
            - {topic: others, element: other, key: id}
            - {topic: links, element: link, ends: [a, b]}
          """
              .replace("ATTRIBUTES", ATTRIBUTES));
  private static final NodeType ONE = SCHEMA.nodeType("one").orElseThrow();
  private static final ElementType OTHER = SCHEMA.nodeType("other").orElseThrow();
  private static final ElementType LINK = SCHEMA.edgeType("link").orElseThrow();
  private static final ConditionCompiler COMPILER =
      new ConditionCompiler(ONE, new Hop(SCHEMA.edgeType("link").orElseThrow(), true));

  private static final List<Long> LONGS = List.of(-1L, 0L, 1L, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final List<Double> DOUBLES =
      List.of(-1.5, -0.0, 0.0, 1.5, 1e300, Double.POSITIVE_INFINITY, Double.MIN_VALUE);
  private static final List<String> TEXTS =
      List.of("", "a", "A", "b", "ab", "\u00e4", "\uffee", "\ud83d\ude00");
  private static final List<Long> TIMES =
      List.of(0L, 1L, -1L, 1_700_000_000_000_000L, 1_700_000_000_000_001L);

  @Test
  @DisplayName("holds exactly where the CEL runtime says so, whatever values are missing")
  void agrees() {
    Seeds.each(
        400,
        seed -> {
          Random random = new Random(seed);
          String text = expression(random, 3);
          Condition compiled =
              COMPILER.compile(text, ConditionDifferentialTest::fail).orElseThrow();
          Condition reference =
              COMPILER.interpreted(text, ConditionDifferentialTest::fail).orElseThrow();
          assertThat(compiled.reads()).isEqualTo(reference.reads());
          for (int i = 0; i < 40; i++) {
            OneEdge edge = new OneEdge(row(LINK, random), row(OTHER, random), row(ONE, random));
            assertThat(compiled.holds(edge, 0))
                .as("%s of %s", text, edge)
                .isEqualTo(reference.holds(edge, 0));
          }
        });
  }

  private static void fail(ConditionProblem problem) {
    throw new AssertionError(problem.toString());
  }

  private static String expression(Random random, int depth) {
    if (depth > 0 && random.nextInt(10) < 7) {
      String left = expression(random, depth - 1);
      return switch (random.nextInt(5)) {
        case 0, 1 -> "(" + left + " && " + expression(random, depth - 1) + ")";
        case 2, 3 -> "(" + left + " || " + expression(random, depth - 1) + ")";
        default -> "!(" + left + ")";
      };
    }
    return switch (random.nextInt(12)) {
      case 0 -> "has(" + attribute(random, any(random)) + ")";
      case 1 -> attribute(random, AttributeType.BOOL);
      case 2 -> random.nextBoolean() ? "true" : "false";
      case 3 -> interpreted(random);
      case 4 -> membership(random);
      default -> comparison(random);
    };
  }

  private static String comparison(Random random) {
    AttributeType type = any(random);
    String operator = pick(random, List.of("==", "!=", "<", "<=", ">", ">="));
    String left = random.nextInt(4) == 0 ? constant(random, type) : attribute(random, type);
    String right = random.nextInt(3) == 0 ? attribute(random, type) : constant(random, type);
    return left + " " + operator + " " + right;
  }

  private static String membership(Random random) {
    AttributeType type = any(random);
    List<String> values =
        Stream.generate(
                () -> random.nextInt(4) > 0 ? constant(random, type) : attribute(random, type))
            .limit(random.nextInt(4))
            .toList();
    return attribute(random, type) + " in [" + String.join(", ", values) + "]";
  }

  /** What is left to the runtime in either case, as a part of something that may not be. */
  private static String interpreted(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> attribute(random, AttributeType.STRING) + ".startsWith('a')";
      case 1 ->
          attribute(random, AttributeType.INT)
              + " / "
              + attribute(random, AttributeType.INT)
              + " == 1";
      case 2 -> attribute(random, AttributeType.STRING) + " in ['a', 'b'].map(x, x + 'b')";
      default ->
          attribute(random, AttributeType.TIMESTAMP)
              + " - duration('1s') < "
              + attribute(random, AttributeType.TIMESTAMP);
    };
  }

  private static String attribute(Random random, AttributeType type) {
    String owner = pick(random, List.of("link", "other", "self"));
    List<Attribute> ofType = ONE.attributes().stream().filter(a -> a.type() == type).toList();
    return owner + "." + pick(random, ofType).name();
  }

  private static String constant(Random random, AttributeType type) {
    return switch (type) {
      case INT -> Long.toString(pick(random, LONGS));
      case DOUBLE -> {
        double value = pick(random, DOUBLES);
        yield Double.isInfinite(value) ? "1e308" : Double.toString(value);
      }
      case STRING -> "'" + pick(random, TEXTS) + "'";
      case BOOL -> Boolean.toString(random.nextBoolean());
      case TIMESTAMP -> {
        Instant instant = Instant.EPOCH.plus(pick(random, TIMES), ChronoUnit.MICROS);
        yield "timestamp('" + instant.plusNanos(random.nextInt(4) == 0 ? 1 : 0) + "')";
      }
    };
  }

  private static Row row(ElementType type, Random random) {
    Row.Builder row = Row.builder(type);
    for (Attribute attribute : type.attributes()) {
      if (random.nextInt(3) > 0) {
        row.setValue(
            attribute,
            switch (attribute.type()) {
              case INT -> pick(random, LONGS);
              case DOUBLE -> pick(random, DOUBLES);
              case STRING -> pick(random, TEXTS);
              case BOOL -> random.nextBoolean();
              case TIMESTAMP -> pick(random, TIMES);
            });
      }
    }
    return row.build();
  }

  private static AttributeType any(Random random) {
    return pick(random, List.of(AttributeType.values()));
  }

  private static <T> T pick(Random random, List<T> values) {
    return values.get(random.nextInt(values.size()));
  }
}
