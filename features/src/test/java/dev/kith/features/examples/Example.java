package dev.kith.features.examples;

import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * A worked example, as docs/features.md writes it.
 *
 * @param limits the {@code limits:} of a features.yaml that stand in for those shipped
 */
record Example(
    String title,
    String picture,
    List<String> rows,
    Optional<String> limits,
    List<Answer> answers) {

  /**
   * What it says of one user.
   *
   * @param values by feature: a value, and behind it the status if that is not plainly OK
   */
  record Answer(String user, SequencedMap<String, String> values) {}

  @Override
  public String toString() {
    return title;
  }
}
