package dev.kith.serving.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.ByteStreams;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.FeatureVector;
import dev.kith.features.Plan;
import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.Source;
import dev.kith.serving.wire.AnswerMarshaller;
import dev.kith.serving.wire.EncodedAnswer;
import dev.kith.serving.wire.FeatureNames;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is sent for an answer, against what protobuf makes of the message. */
@DisplayName("The bytes of an answer are those of its message")
class EncodedAnswerTest {
  private static final GraphSchema SCHEMA =
      GraphYaml.parse(
          "graph.yaml",
          """
          nodes:
            thing:
              key: thing_id
              attributes: {whole: int, real: double, text: string, flag: bool, time: timestamp}
          edges:
            near:
              between: thing
              attributes: {}
          sources:
            - {topic: things, element: thing, key: thing_id}
            - {topic: nears, element: near, ends: [one_id, other_id]}
          """);
  private static final NodeType THING = SCHEMA.nodeType("thing").orElseThrow();

  private static final FeatureCatalogue CATALOGUE =
      FeatureCatalogue.parse(
          "features.yaml",
          """
          entity: thing
          sets:
            one: [whole]
          limits:
            near: 1
          features:
            - {name: whole, description: A, attribute: thing.whole}
            - {name: real, description: A, attribute: thing.real, default: 0.5}
            - {name: text, description: A, attribute: thing.text}
            - {name: flag, description: A, attribute: thing.flag, default: true}
            - {name: time, description: A, attribute: thing.time}
            - {name: near, description: A, path: near, aggregate: count}
            - name: most
              description: A
              path: near
              aggregate: max(thing.real)
          """,
          SCHEMA);

  @Test
  @DisplayName("for random values, statuses and times, of all types")
  void random() {
    Seeds.each(300, seed -> check(new Random(seed)));
  }

  private static void check(Random random) throws IOException {
    MemoryGraph graph = new MemoryGraph(SCHEMA);
    for (String key : new String[] {"a", "b", "c"}) {
      graph.apply(new GraphChange.PutNode(new Element.Node(THING, key), row(random)));
      if (!key.equals("a") && random.nextBoolean()) {
        graph.apply(
            new GraphChange.PutPair(
                new Element.Pair(SCHEMA.edgeType("near").orElseThrow(), "a", key),
                Row.builder(SCHEMA.edgeType("near").orElseThrow()).build()));
      }
    }
    Plan plan = random.nextInt(10) == 0 ? CATALOGUE.plan(List.of("whole")) : CATALOGUE.planAll();
    FeatureVector vector =
        random.nextInt(10) == 0
            ? plan.ofUnknown(SCHEMA)
            : plan.evaluate(graph, "a", Long.MAX_VALUE / 2).orElseThrow();
    Source source = random.nextBoolean() ? Source.REPLICA : Source.SOURCE_UNSPECIFIED;
    Optional<Watermark> watermark =
        random.nextBoolean() ? Optional.of(watermark(random)) : Optional.empty();
    boolean isStale = random.nextBoolean();
    EncodedAnswer encoded =
        EncodedAnswer.of(
            FeatureNames.of(plan.features()),
            vector,
            source,
            watermark,
            status -> Answers.status(status, isStale));
    try (InputStream stream = new AnswerMarshaller().stream(encoded)) {
      assertThat(ByteStreams.toByteArray(stream))
          .isEqualTo(Answers.features(vector, source, watermark, isStale).toByteArray());
    }
    assertThat(encoded.source()).isEqualTo(source);
  }

  private static Watermark watermark(Random random) {
    long time =
        switch (random.nextInt(4)) {
          case 0 -> 0;
          case 1 -> 1_000_000L * random.nextInt();
          case 2 -> -random.nextLong(1_000_000_000_000L);
          default -> random.nextLong(4_000_000_000_000_000L);
        };
    return new Watermark(time, "topic", 1, Map.of());
  }

  private static Row row(Random random) {
    Row.Builder row = Row.builder(THING);
    for (Attribute attribute : THING.attributes()) {
      if (random.nextInt(4) > 0) {
        switch (attribute.type()) {
          case INT -> row.set(attribute, random.nextInt(3) == 0 ? 0 : random.nextLong());
          case DOUBLE -> row.set(attribute, random.nextInt(3) == 0 ? -0.0 : random.nextGaussian());
          case BOOL -> row.set(attribute, random.nextBoolean());
          case TIMESTAMP -> row.set(attribute, random.nextLong(4_000_000_000_000_000L));
          case STRING -> row.set(attribute, text(random));
        }
      }
    }
    return row.build();
  }

  private static String text(Random random) {
    String letters = "ab é 漢 🙂";
    StringBuilder out = new StringBuilder();
    int length = random.nextInt(5) == 0 ? 200 : random.nextInt(4);
    for (int i = 0; i < length; i++) {
      int at = letters.offsetByCodePoints(0, random.nextInt(8));
      out.appendCodePoint(letters.codePointAt(at));
    }
    return out.toString();
  }
}
