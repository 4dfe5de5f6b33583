package dev.kith.local.cli;

import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.Finding;
import dev.kith.proto.v1.GraphElement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An explanation as a tree: a line a node, with the edge by which it stands there. */
final class ExplanationTree {
  private final List<String> lines = new ArrayList<>();
  private long shown;

  private ExplanationTree() {}

  /** The lines, without line breaks. */
  static List<String> render(ExplainGraphFeaturesResponse answer, Instant now) {
    ExplanationTree tree = new ExplanationTree();
    tree.head(answer, now);
    tree.add("", "", answer.getAsked());
    tree.foot(answer);
    return tree.lines;
  }

  private void head(ExplainGraphFeaturesResponse answer, Instant now) {
    String status = answer.getStatus() == FeatureStatus.OK ? "" : " " + answer.getStatus();
    String asOf = FeatureValues.asOf(answer.hasAsOf(), answer.getAsOf(), now);
    lines.add(
        "%s of %s: %s%s, from %s, %s"
            .formatted(
                answer.getFeature().getName(),
                answer.getAsked().getNode().getKey(),
                FeatureValues.text(answer.getValue()),
                status,
                answer.getSource(),
                asOf));
    lines.add(answer.getFeature().getDescription());
    lines.add("");
  }

  /**
   * @param first what stands before the line
   * @param rest what stands before those below
   */
  private void add(String first, String rest, Finding finding) {
    lines.add(first + line(finding));
    shown += finding.getCounts() ? 1 : 0;
    List<Finding> below = finding.getFindingsList();
    for (int i = 0; i < below.size(); i++) {
      boolean last = i == below.size() - 1;
      add(rest + (last ? "└─ " : "├─ "), rest + (last ? "   " : "│  "), below.get(i));
    }
  }

  private void foot(ExplainGraphFeaturesResponse answer) {
    if (answer.getPieces() == 0) {
      lines.add(
          answer.getStatus() == FeatureStatus.DEFAULTED
              ? "Made of nothing: the value is the default."
              : "Made of nothing.");
    } else if (answer.getPieces() > shown) {
      lines.add("… and %,d more. More: --max".formatted(answer.getPieces() - shown));
    }
  }

  private static String line(Finding finding) {
    String line = element(finding.getNode());
    if (finding.hasEdge()) {
      line += ", " + element(finding.getEdge());
    }
    if (finding.getCounts()) {
      line += " → " + (finding.hasPart() ? FeatureValues.text(finding.getPart()) : "1");
    }
    return line;
  }

  private static String element(GraphElement element) {
    StringBuilder text = new StringBuilder(element.getType());
    if (!element.getKey().isEmpty()) {
      text.append(' ').append(element.getKey());
    }
    if (element.hasEventTime()) {
      text.append(' ')
          .append(FeatureValues.instant(element.getEventTime()).truncatedTo(ChronoUnit.SECONDS));
    }
    if (element.getAttributes().getFieldsCount() > 0) {
      text.append(
          element.getAttributes().getFieldsMap().entrySet().stream()
              .map(attribute -> attribute.getKey() + " " + FeatureValues.text(attribute.getValue()))
              .collect(Collectors.joining(", ", " (", ")")));
    }
    return text.toString();
  }
}
