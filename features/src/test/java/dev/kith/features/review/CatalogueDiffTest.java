package dev.kith.features.review;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.World;
import dev.kith.features.review.CatalogueDiff.Edit;
import dev.kith.features.review.CatalogueDiff.FeatureDiff;
import dev.kith.features.review.CatalogueDiff.Kind;
import dev.kith.features.review.CatalogueDiff.SetDiff;
import dev.kith.graph.config.ConfigFile;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Two catalogues are compared by what they mean:")
class CatalogueDiffTest {
  private static final String SERVED =
      """
      entity: person
      sets:
        some: [score, visits]
      limits:
        knows: 10
        visited: 20
      features:
        - name: score
          description: A score.
          attribute: person.height
          default: 0
        - name: visits
          description: Visits.
          path: visited
          where: visited.cost > 1.0
          within: 7d
          aggregate: count
        - name: triangles
          description: Triangles.
          operator: triangles
          over: knows
      """;

  @Test
  @DisplayName("order, comments, spaces and how a value is written do not matter")
  void sameMeaning() {
    String other =
        """
        # Another file.
        entity: person
        features:
          - {name: triangles, over: knows, operator: triangles, description: "Triangles."}
          - name: visits
            description: >
              Visits.
            aggregate: count   # of them
            within: 168h
            where: visited.cost  >  1.0
            path: visited
            limits: {visited: 20}
          - name: score
            description: A score.
            attribute: person.height
            default: 0.0
        limits: {visited: 30, knows: 10}
        sets:
          some: [visits, score]
        """;
    CatalogueDiff diff = diff(SERVED, other);
    assertThat(diff.isEmpty()).as(diff.features().toString()).isTrue();
    assertThat(diff).hasToString("0 added, 0 changed, 0 removed, 3 unchanged");
  }

  @Test
  @DisplayName("what is added, changed and removed is told, and what of it")
  void differences() {
    String next =
        SERVED
            .replace("within: 7d", "within: 30d")
            .replace("  default: 0\n", "  default: 1\n")
            .replace("name: triangles", "name: corners")
            .replace("[score, visits]", "[score, corners]");
    CatalogueDiff diff = diff(SERVED, next);
    assertThat(diff.features())
        .containsExactly(
            new FeatureDiff("score", Kind.CHANGED, List.of(new Edit("default", "0", "1"))),
            new FeatureDiff("visits", Kind.CHANGED, List.of(new Edit("within", "7d", "30d"))),
            new FeatureDiff("corners", Kind.ADDED, List.of()),
            new FeatureDiff("triangles", Kind.REMOVED, List.of()));
    assertThat(diff.sets())
        .containsExactly(new SetDiff("some", Kind.CHANGED, List.of("corners"), List.of("visits")));
    assertThat(diff).hasToString("1 added, 2 changed, 1 removed, 0 unchanged");
  }

  @Test
  @DisplayName("a limit of all features changes those that it holds for")
  void limits() {
    CatalogueDiff diff = diff(SERVED, SERVED.replace("knows: 10", "knows: none"));
    assertThat(diff.features())
        .filteredOn(feature -> feature.kind() != Kind.UNCHANGED)
        .containsExactly(
            new FeatureDiff(
                "triangles", Kind.CHANGED, List.of(new Edit("limit of knows", "10", "none"))));
  }

  @Test
  @DisplayName("what is between quotes is compared as it is")
  void quotes() {
    String city = SERVED.replace("visited.cost > 1.0", "place.kind == 'a b'");
    assertThat(diff(city, city.replace("'a b'", "'a  b'")).count(Kind.CHANGED)).isOne();
  }

  @Test
  @DisplayName("a set comes or goes as a whole")
  void sets() {
    String without = SERVED.replace("sets:\n  some: [score, visits]\n", "");
    assertThat(diff(without, SERVED).sets())
        .containsExactly(new SetDiff("some", Kind.ADDED, List.of("score", "visits"), List.of()));
    assertThat(diff(SERVED, without).sets())
        .containsExactly(new SetDiff("some", Kind.REMOVED, List.of(), List.of("score", "visits")));
    assertThat(diff(SERVED, without).isEmpty()).isFalse();
  }

  @Test
  @DisplayName("the shipped catalogue is the same as itself, read again")
  void shipped() {
    GraphSchema schema = GraphYaml.load("");
    String text = ConfigFile.read("", "schemas/features.yaml").text();
    assertThat(
            CatalogueDiff.between(
                    FeatureCatalogue.load("", schema),
                    FeatureCatalogue.parse("features.yaml", text, schema))
                .isEmpty())
        .isTrue();
  }

  private static CatalogueDiff diff(String served, String next) {
    return CatalogueDiff.between(
        FeatureCatalogue.parse("served.yaml", served, World.SCHEMA),
        FeatureCatalogue.parse("next.yaml", next, World.SCHEMA));
  }
}
