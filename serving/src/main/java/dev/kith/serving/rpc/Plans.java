package dev.kith.serving.rpc;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.Plan;
import dev.kith.graph.config.Suggestion;
import dev.kith.serving.wire.FeatureNames;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The plan for what a request names. Plans are kept by the features that they compute, so the order
 * of names and the way they were named do not matter; the least used are dropped. Thread-safe.
 */
final class Plans {
  private static final int MAX_KEPT = 1_000;

  /** So much of an unknown name is repeated to the caller. */
  private static final int MAX_SHOWN = 64;

  /** A plan, and the names of its features in answers. */
  record Planned(Plan plan, FeatureNames names) {
    static Planned of(Plan plan) {
      return new Planned(plan, FeatureNames.of(plan.features()));
    }
  }

  private final FeatureCatalogue catalogue;
  private final List<String> names;
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, BitSet> sets = new LinkedHashMap<>();
  private final Planned all;
  private final Cache<BitSet, Planned> kept = Caffeine.newBuilder().maximumSize(MAX_KEPT).build();

  Plans(FeatureCatalogue catalogue) {
    this.catalogue = catalogue;
    this.names = catalogue.features().stream().map(Feature::name).toList();
    for (String name : names) {
      positions.put(name, positions.size());
    }
    catalogue
        .sets()
        .forEach(
            (name, members) -> {
              BitSet set = new BitSet();
              members.forEach(member -> set.set(names.indexOf(member)));
              sets.put(name, set);
            });
    this.all = Planned.of(catalogue.planAll());
  }

  /**
   * A plan for these features and those of the set, each once.
   *
   * @param wanted feature names in any order
   * @param set the name of a set; empty for none
   * @throws StatusException INVALID_ARGUMENT if one of them is unknown
   */
  Planned plan(List<String> wanted, String set) throws StatusException {
    if (wanted.isEmpty() && set.isEmpty()) {
      return all;
    }
    BitSet chosen = new BitSet(names.size());
    if (!set.isEmpty()) {
      BitSet members = sets.get(set);
      if (members == null) {
        throw unknown("feature set", set, sets.keySet());
      }
      chosen.or(members);
    }
    for (String name : wanted) {
      Integer position = positions.get(name);
      if (position == null) {
        throw unknown("feature", name, names);
      }
      chosen.set(position);
    }
    return kept.get(chosen, this::create);
  }

  private Planned create(BitSet chosen) {
    List<String> chosenNames = new ArrayList<>();
    chosen.stream().forEach(position -> chosenNames.add(names.get(position)));
    return Planned.of(catalogue.plan(chosenNames));
  }

  private static StatusException unknown(String what, String name, Collection<String> known) {
    String shown = name.length() <= MAX_SHOWN ? name : name.substring(0, MAX_SHOWN) + "…";
    String fix =
        Suggestion.nearest(name, known)
            .map(nearest -> "did you mean '" + nearest + "'?")
            .orElse("ListFeatures names them all");
    return Status.INVALID_ARGUMENT
        .withDescription("unknown " + what + " '" + shown + "': " + fix)
        .asException();
  }
}
