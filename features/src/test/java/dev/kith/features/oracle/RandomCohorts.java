package dev.kith.features.oracle;

import dev.kith.features.oracle.CohortFeature.AccountAge;
import dev.kith.features.oracle.CohortFeature.Age;
import dev.kith.features.oracle.CohortFeature.Of;
import dev.kith.features.oracle.CohortFeature.OfPath;
import dev.kith.features.oracle.PathFeature.Function;
import dev.kith.features.oracle.PathFeature.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Features that nobody asked for whose defaults are means of cohorts. */
public final class RandomCohorts {
  private static final Set<Function> MAY_BE_NOTHING =
      Set.of(Function.AVG, Function.MIN, Function.MAX, Function.RATIO);

  private RandomCohorts() {}

  /**
   * Some features, over paths and the user's own, all of other names.
   *
   * @param now times in conditions are about this one, in epoch microseconds
   */
  public static List<CohortFeature> of(Random random, long now, int paths) {
    List<Of> all = new ArrayList<>(List.of(new Age("own_age"), new AccountAge("own_account_age")));
    while (all.size() < paths + 2) {
      int number = all.size();
      RandomFeatures.limited(random, now, 8).stream()
          .filter(RandomCohorts::mayHaveMean)
          .findFirst()
          .ifPresent(path -> all.add(new OfPath(path.named("path" + number))));
    }
    return all.stream()
        .map(of -> new CohortFeature(of, random.nextBoolean() ? "city" : "age"))
        .toList();
  }

  /** Whether it is a number, or nothing, and has no other default. */
  private static boolean mayHaveMean(PathFeature path) {
    boolean isTime = path.of().filter(of -> of.kind() == Kind.TIME).isPresent();
    return MAY_BE_NOTHING.contains(path.function())
        && path.fallback().equals(Optional.empty())
        && (!isTime || path.elapsed());
  }
}
