package dev.kith.features.definition;

import dev.kith.graph.EgoShape;
import dev.kith.graph.config.Problems;
import dev.kith.graph.config.YamlSection;
import dev.kith.graph.config.YamlSection.Text;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads limits: {@code friends.purchased: 50}, or {@code none} for no limit. */
final class LimitsReader {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,6}");
  private static final String NONE = "none";

  private final PathReader paths;
  private final Problems problems;

  LimitsReader(PathReader paths, Problems problems) {
    this.paths = paths;
    this.problems = problems;
  }

  Limits read(String what, YamlSection section) {
    Map<String, Integer> out = new HashMap<>();
    section.forEachText(
        (path, limit) ->
            paths.read(what, path).ifPresent(hops -> out.put(Limits.written(hops), number(limit))));
    section.finish();
    return new Limits(out);
  }

  private int number(Text limit) {
    if (NUMBER.matcher(limit.value()).matches()) {
      return Integer.parseInt(limit.value());
    }
    if (!limit.value().equals(NONE)) {
      problems.add(
          limit.line(),
          "'" + limit.value() + "' is no limit",
          "Write how many edges of each node are followed, from 1 to 9999999, or none");
    }
    return EgoShape.UNLIMITED;
  }
}
