package dev.kith.features.review;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.definition.Meaning;
import dev.kith.features.review.CatalogueDiff.Edit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;

/** Compares what two files say of a feature. */
final class Wording {
  private static final String LIMITS = "limits";

  private Wording() {}

  /** What is different. */
  static List<Edit> edits(FeatureCatalogue served, FeatureCatalogue next, String feature) {
    SequencedMap<String, String> before = said(served, feature);
    SequencedMap<String, String> after = said(next, feature);
    Set<String> keys = new LinkedHashSet<>(after.keySet());
    keys.addAll(before.keySet());
    List<Edit> edits = new ArrayList<>();
    for (String key : keys) {
      String old = before.getOrDefault(key, "");
      String now = after.getOrDefault(key, "");
      if (!Meaning.of(old).equals(Meaning.of(now))) {
        edits.add(new Edit(key, old, now));
      }
    }
    return edits;
  }

  /**
   * With the limits that hold for it in place of those that it declares: those of all features may
   * be what changed.
   */
  private static SequencedMap<String, String> said(FeatureCatalogue catalogue, String feature) {
    SequencedMap<String, String> said = new LinkedHashMap<>(catalogue.written(feature));
    said.remove(LIMITS);
    ReadPaths.of(catalogue.plan(List.of(feature)).shape())
        .limits()
        .forEach((path, limit) -> said.put("limit of " + path, limit));
    return said;
  }
}
