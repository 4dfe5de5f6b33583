package dev.kith.features.oracle;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of the source tables. */
public final class Rows {

  /**
   * One row, key columns included.
   *
   * @param columns name to {@code String}, {@code Integer}, {@code BigDecimal} of scale 2, {@code
   *     Long} (a timestamp, in epoch microseconds) or null
   */
  public record SourceRow(Map<String, @Nullable Object> columns) {}

  private Rows() {}
}
