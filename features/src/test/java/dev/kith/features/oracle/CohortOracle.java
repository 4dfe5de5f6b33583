package dev.kith.features.oracle;

import dev.kith.features.oracle.Oracle.Value;
import dev.kith.features.oracle.Rows.SourceRow;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Defaults that are the mean of a cohort, as {@code docs/features.md} defines them: over all users
 * with the same value of an attribute, by asking each of them. Written to be read, not to be fast.
 */
public final class CohortOracle {
  private final Rows rows;
  private final long now;

  /**
   * @param now the time of all evaluations, in epoch microseconds
   */
  public CohortOracle(Rows rows, long now) {
    this.rows = rows;
    this.now = now;
  }

  /** The features by name, in their order; empty if there is no row for the user. */
  public Optional<Map<String, Value>> features(String user, List<CohortFeature> features) {
    SourceRow self = rows.row(Table.USERS, List.of(user));
    if (self == null) {
      return Optional.empty();
    }
    Map<String, Value> out = new LinkedHashMap<>();
    for (CohortFeature feature : features) {
      Value own = feature.value(rows, user, now);
      Value said =
          own.value() == null
              ? new Value(mean(feature, self.columns().get(feature.by())), true, false)
              : own;
      out.put(feature.name(), said.truncated(own.truncated()));
    }
    return Optional.of(out);
  }

  private @Nullable Object mean(CohortFeature feature, @Nullable Object cohort) {
    List<BigDecimal> values = new ArrayList<>();
    for (SourceRow row : rows.of(Table.USERS)) {
      if (cohort != null && Objects.equals(row.columns().get(feature.by()), cohort)) {
        String user = Table.USERS.key(row).getFirst();
        if (feature.value(rows, user, now).value() instanceof Double value) {
          values.add(new BigDecimal(value));
        }
      }
    }
    return values.isEmpty()
        ? null
        : (Object)
            Exact.quotient(values.stream().reduce(BigDecimal.ZERO, BigDecimal::add), values.size());
  }
}
