package dev.kith.features.oracle;

import dev.kith.features.oracle.Rows.SourceRow;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The shipped catalogue, as {@code docs/features.md} defines it, by nested loops over the rows.
 * Written to be read, not to be fast.
 */
public final class Oracle {

  /**
   * The value of a feature.
   *
   * @param value {@code Long}, {@code Double}, {@code String}, or null where there is none
   * @param defaulted whether it is the feature's default, for want of anything to aggregate, and
   *     would be so without limits
   * @param truncated whether a limit left out edges that it might depend on
   */
  public record Value(@Nullable Object value, boolean defaulted, boolean truncated) {

    static Value of(@Nullable Object value) {
      return new Value(value, false, false);
    }

    static Value count(long count) {
      return of(count);
    }

    static Value fallback(Object value) {
      return new Value(value, true, false);
    }

    Value truncated(boolean truncated) {
      return new Value(value, defaulted && !truncated, truncated);
    }
  }

  private final Rows rows;
  private final long now;
  private final Limits limits;

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  public Oracle(Rows rows, long now) {
    this(rows, now, Limits.NONE);
  }

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  public Oracle(Rows rows, long now, Limits limits) {
    this.rows = rows;
    this.now = now;
    this.limits = limits;
  }

  /**
   * Every feature of a user by name, in the order of the catalogue.
   *
   * @return empty if there is no row for the user
   */
  public Optional<Map<String, Value>> features(String user) {
    Optional<Map<String, Value>> out = paths(user);
    out.ifPresent(values -> operators(user).ifPresent(values::putAll));
    return out;
  }

  /** Those that are attributes of the user, or aggregates over a path. */
  public Optional<Map<String, Value>> paths(String user) {
    SourceRow self = rows.row(Table.USERS, List.of(user));
    if (self == null) {
      return Optional.empty();
    }
    return Optional.of(new ShippedPaths(rows, self, new Hops(rows, user, now, limits)).features());
  }

  /** Those that no path can say: of structure, rings and influence. */
  public Optional<Map<String, Value>> operators(String user) {
    if (rows.row(Table.USERS, List.of(user)) == null) {
      return Optional.empty();
    }
    Hops hops = new Hops(rows, user, now, limits);
    Map<String, Value> out = new LinkedHashMap<>();
    out.putAll(Structure.of(hops));
    out.putAll(CoPurchases.of(hops));
    out.putAll(Adoptions.of(hops));
    return Optional.of(out);
  }
}
