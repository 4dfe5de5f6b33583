package dev.kith.serving.reload;

import dev.kith.features.review.CatalogueDiff;
import dev.kith.features.review.CatalogueDiff.Edit;
import dev.kith.features.review.CatalogueDiff.FeatureDiff;
import java.util.stream.Collectors;

/** What differs between two catalogues, for the log. */
final class Changes {

  private Changes() {}

  /** A line, begun by a line break, for each feature that is not as it was. */
  static String text(CatalogueDiff diff) {
    return diff.features().stream().map(Changes::line).collect(Collectors.joining());
  }

  private static String line(FeatureDiff feature) {
    return switch (feature.kind()) {
      case UNCHANGED -> "";
      case ADDED -> "\n  + " + feature.name();
      case REMOVED -> "\n  - " + feature.name();
      case CHANGED ->
          "\n  ~ "
              + feature.name()
              + feature.edits().stream().map(Changes::edit).collect(Collectors.joining());
    };
  }

  private static String edit(Edit edit) {
    return "  %s: %s → %s".formatted(edit.key(), shown(edit.before()), shown(edit.after()));
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(nothing)" : value;
  }
}
