package dev.kith.features.examples;

import dev.kith.features.examples.Example.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the worked examples of docs/features.md. What it does not understand is an error. */
final class ExamplesPage {
  private static final String SECTION = "\n## Worked examples\n";
  private static final Pattern EXAMPLE = Pattern.compile("(?ms)^### (.+?)$(.*?)(?=^##|\\z)");
  private static final Pattern HEADER =
      Pattern.compile("\\| feature of (\\w+) \\| value \\| why \\|");
  private static final String RULER = "| --- | --- | --- |";
  private static final Pattern VALUE =
      Pattern.compile("\\| `(\\w+(?:`, `\\w+)*)` \\| ([^|]+) \\| [^|]+ \\|");

  private ExamplesPage() {}

  static List<Example> read(String page) {
    List<Example> examples = new ArrayList<>();
    Matcher example = EXAMPLE.matcher(page.substring(page.indexOf(SECTION)));
    while (example.find()) {
      String text = example.group(2);
      examples.add(
          new Example(
              example.group(1),
              block("picture", text).orElseThrow(),
              block("rows", text).orElseThrow().lines().toList(),
              block("yaml", text),
              answers(text)));
    }
    return examples;
  }

  private static Optional<String> block(String kind, String text) {
    Matcher block = Pattern.compile("(?ms)^```" + kind + "\n(.*?)^```$").matcher(text);
    return block.find() ? Optional.of(block.group(1)) : Optional.empty();
  }

  private static List<Answer> answers(String text) {
    List<Answer> answers = new ArrayList<>();
    for (String line : text.lines().filter(l -> l.startsWith("|")).toList()) {
      Matcher header = HEADER.matcher(line);
      Matcher value = VALUE.matcher(line);
      if (header.matches()) {
        answers.add(new Answer(header.group(1), new LinkedHashMap<>()));
      } else if (value.matches()) {
        for (String feature : value.group(1).split("`, `", -1)) {
          answers.getLast().values().put(feature, value.group(2));
        }
      } else if (!line.equals(RULER)) {
        throw new IllegalArgumentException("not a line of an example's table: " + line);
      }
    }
    return answers;
  }
}
