package dev.kith.features.review;

import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What differs between two catalogues for one graph, by what they mean: the order of features,
 * comments and how a value is written ({@code 7d} or {@code 168h}) do not matter.
 *
 * @param features all of both: those of the next in its order, then the removed ones
 * @param sets those that differ, in the same order
 */
public record CatalogueDiff(List<FeatureDiff> features, List<SetDiff> sets) {

  /** What becomes of a feature. */
  public enum Kind {
    UNCHANGED,
    ADDED,
    CHANGED,
    REMOVED
  }

  /**
   * What becomes of one feature.
   *
   * @param edits what is different, of a changed one
   */
  public record FeatureDiff(String name, Kind kind, List<Edit> edits) {}

  /**
   * A difference.
   *
   * @param before empty if there was nothing
   * @param after empty if there will be nothing
   */
  public record Edit(String key, String before, String after) {}

  /**
   * What becomes of a set.
   *
   * @param added features that come into it
   * @param removed features that leave it
   */
  public record SetDiff(String name, Kind kind, List<String> added, List<String> removed) {}

  public CatalogueDiff {
    features = List.copyOf(features);
    sets = List.copyOf(sets);
  }

  public static CatalogueDiff between(FeatureCatalogue served, FeatureCatalogue next) {
    return new CatalogueDiff(features(served, next), sets(served, next));
  }

  /** How many features are of a kind. */
  public long count(Kind kind) {
    return features.stream().filter(feature -> feature.kind() == kind).count();
  }

  /** Whether both mean the same. */
  public boolean isEmpty() {
    return sets.isEmpty() && count(Kind.UNCHANGED) == features.size();
  }

  /** In a line: {@code 1 added, 1 changed, 0 removed, 32 unchanged}. */
  @Override
  public String toString() {
    return "%d added, %d changed, %d removed, %d unchanged"
        .formatted(
            count(Kind.ADDED), count(Kind.CHANGED), count(Kind.REMOVED), count(Kind.UNCHANGED));
  }

  private static List<FeatureDiff> features(FeatureCatalogue served, FeatureCatalogue next) {
    Set<String> before = names(served);
    Set<String> after = names(next);
    List<FeatureDiff> out = new ArrayList<>();
    for (String name : after) {
      if (!before.contains(name)) {
        out.add(new FeatureDiff(name, Kind.ADDED, List.of()));
      } else {
        List<Edit> edits = Wording.edits(served, next, name);
        out.add(new FeatureDiff(name, edits.isEmpty() ? Kind.UNCHANGED : Kind.CHANGED, edits));
      }
    }
    for (String name : before) {
      if (!after.contains(name)) {
        out.add(new FeatureDiff(name, Kind.REMOVED, List.of()));
      }
    }
    return out;
  }

  private static Set<String> names(FeatureCatalogue catalogue) {
    return catalogue.features().stream()
        .map(Feature::name)
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static List<SetDiff> sets(FeatureCatalogue served, FeatureCatalogue next) {
    Map<String, List<String>> before = served.sets();
    Map<String, List<String>> after = next.sets();
    return Stream.concat(after.keySet().stream(), before.keySet().stream())
        .distinct()
        .map(
            name -> {
              List<String> old = Objects.requireNonNullElse(before.get(name), List.of());
              List<String> now = Objects.requireNonNullElse(after.get(name), List.of());
              return new SetDiff(name, kind(old, now), without(now, old), without(old, now));
            })
        .filter(set -> set.kind() != Kind.UNCHANGED)
        .toList();
  }

  /** No set is empty. */
  private static Kind kind(List<String> before, List<String> after) {
    if (before.isEmpty()) {
      return Kind.ADDED;
    }
    if (after.isEmpty()) {
      return Kind.REMOVED;
    }
    return Set.copyOf(before).equals(Set.copyOf(after)) ? Kind.UNCHANGED : Kind.CHANGED;
  }

  private static List<String> without(List<String> names, List<String> others) {
    return names.stream().filter(name -> !others.contains(name)).toList();
  }
}
