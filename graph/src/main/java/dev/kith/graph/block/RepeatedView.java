package dev.kith.graph.block;

import org.jspecify.annotations.Nullable;

/** A column of texts of which many may be the same, each of them one object. Immutable. */
public final class RepeatedView {
  private final String[] different;

  /** 0 where there is none. */
  private final NumberView codes;

  RepeatedView(String[] different, NumberView codes) {
    this.different = different;
    this.codes = codes;
  }

  public @Nullable String get(int i) {
    int code = (int) codes.get(i);
    return code == 0 ? null : different[code - 1];
  }
}
