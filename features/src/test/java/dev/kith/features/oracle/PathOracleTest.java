package dev.kith.features.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.PathFeature.Comparison;
import dev.kith.features.oracle.PathFeature.Field;
import dev.kith.features.oracle.PathFeature.Function;
import dev.kith.features.oracle.PathFeature.Kind;
import dev.kith.features.oracle.PathFeature.Step;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Of ann, worked by hand. */
@DisplayName("The oracle of paths")
class PathOracleTest {
  private static final long NOW = SmallShop.micros("2026-06-15T12:00:00Z");
  private static final List<Step> WHAT_OTHERS_BOUGHT =
      List.of(Step.PURCHASED, Step.BUYERS, Step.PURCHASED);

  private static final List<Step> WHAT_WAS_BOUGHT = List.of(Step.PURCHASED);

  /** Of tea, the newest purchase is ann's own. */
  private static final Rows ROWS =
      new SmallShop()
          .users("ann")
          .bought("bob", "tea", "2026-06-01T00:00:00Z")
          .bought("cid", "tea", "2026-06-02T00:00:00Z")
          .bought("ann", "tea", "2026-06-03T00:00:00Z")
          .bought("bob", "pot", "2026-06-04T00:00:00Z")
          .bought("bob", "box", "2026-06-05T00:00:00Z")
          .bought("ann", "pot", "2026-05-01T00:00:00Z")
          .rows();

  @Test
  @DisplayName("counts each edge once, however many ways lead there, and none by way of the user")
  void threeHops() {
    assertThat(count(WHAT_OTHERS_BOUGHT, Map.of())).isEqualTo(Value.of(4L)); // all but ann's
  }

  @Test
  @DisplayName("goes on from the edges that a limit leaves, the user's own among them")
  void limits() {
    assertThat(count(WHAT_OTHERS_BOUGHT, Map.of("purchased.~purchased", 3)))
        .isEqualTo(Value.of(4L));
    assertThat(count(WHAT_OTHERS_BOUGHT, Map.of("purchased", 1, "purchased.~purchased", 2)))
        .isEqualTo(cut(1L)); // tea, cid, tea
    assertThat(count(WHAT_OTHERS_BOUGHT, Map.of("purchased.~purchased.purchased", 1)))
        .isEqualTo(cut(2L)); // bob's box, cid's tea
  }

  @Test
  @DisplayName("heeds no limit of a hop that the path does not take")
  void otherHops() {
    assertThat(count(WHAT_WAS_BOUGHT, Map.of("purchased.~purchased", 1, "friends", 1)))
        .isEqualTo(Value.of(2L));
    assertThat(count(WHAT_WAS_BOUGHT, Map.of("purchased", 1))).isEqualTo(cut(1L));
  }

  @Test
  @DisplayName("does not call cut what would be cut only at the user, or beyond what was cut")
  void whereCut() {
    assertThat(
            count(
                WHAT_OTHERS_BOUGHT,
                Map.of("purchased.~purchased", 3, "purchased.~purchased.purchased", 3)))
        .isEqualTo(Value.of(4L));
    Rows rows =
        new SmallShop()
            .users("ann")
            .bought("ann", "tea", "2026-06-03T00:00:00Z")
            .bought("ann", "pot", "2026-06-03T00:00:00Z")
            .bought("bob", "tea", "2026-06-03T00:00:00Z")
            .rows();
    Map<String, Integer> one = Map.of("purchased.~purchased.purchased", 1);
    assertThat(count(rows, WHAT_OTHERS_BOUGHT, one)).isEqualTo(Value.of(1L));
  }

  @Test
  @DisplayName("knows the newest edge under any limit, unless a condition may pass it over")
  void newest() {
    Map<String, Integer> one = Map.of("purchased", 1);
    Comparison ofTwo = new Comparison(new Field("purchased", "quantity", Kind.INT), "==", 2L);
    Field boughtAt = new Field("purchased", "purchased_at", Kind.TIME);
    assertThat(asked(ROWS, WHAT_WAS_BOUGHT, List.of(), Function.MAX, Optional.of(boughtAt), one))
        .isEqualTo(Value.of(SmallShop.micros("2026-06-03T00:00:00Z")));
    assertThat(asked(ROWS, WHAT_WAS_BOUGHT, List.of(), Function.MIN, Optional.of(boughtAt), one))
        .isEqualTo(cut(SmallShop.micros("2026-06-03T00:00:00Z")));
    assertThat(
            asked(ROWS, WHAT_WAS_BOUGHT, List.of(ofTwo), Function.MAX, Optional.of(boughtAt), one))
        .isEqualTo(Value.of(null).truncated(true));
  }

  @Test
  @DisplayName("does not know the newest edge of others where the user's own may be newer")
  void newestOfOthers() {
    Rows rows =
        new SmallShop()
            .users("ann")
            .bought("ann", "tea", "2026-06-03T00:00:00Z")
            .bought("bob", "tea", "2026-06-02T00:00:00Z")
            .rows();
    Optional<Field> boughtAt = Optional.of(new Field("purchased", "purchased_at", Kind.TIME));
    List<Step> path = List.of(Step.PURCHASED, Step.BUYERS);
    Map<String, Integer> one = Map.of("purchased.~purchased", 1);
    assertThat(asked(rows, path, List.of(), Function.MAX, boughtAt, one))
        .isEqualTo(Value.of(null).truncated(true));
  }

  private static Value count(List<Step> path, Map<String, Integer> limits) {
    return count(ROWS, path, limits);
  }

  private static Value count(Rows rows, List<Step> path, Map<String, Integer> limits) {
    return asked(rows, path, List.of(), Function.COUNT, Optional.empty(), limits);
  }

  private static Value asked(
      Rows rows,
      List<Step> path,
      List<Comparison> where,
      Function function,
      Optional<Field> of,
      Map<String, Integer> limits) {
    PathFeature feature =
        new PathFeature(
            "asked",
            path,
            where,
            OptionalLong.empty(),
            function,
            of,
            false,
            Optional.empty(),
            new Limits(limits));
    return new PathOracle(rows, "ann", NOW)
        .features(List.of(feature))
        .orElseThrow()
        .getOrDefault("asked", Value.of(null));
  }

  private static Value cut(Object value) {
    return Value.of(value).truncated(true);
  }
}
