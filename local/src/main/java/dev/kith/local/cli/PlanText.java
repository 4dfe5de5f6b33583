package dev.kith.local.cli;

import dev.kith.proto.v1.ElementCost;
import dev.kith.proto.v1.FeaturePlan;
import dev.kith.proto.v1.FeatureSetPlan;
import dev.kith.proto.v1.PathDegrees;
import dev.kith.proto.v1.PlanAction;
import dev.kith.proto.v1.PlanEdit;
import dev.kith.proto.v1.PlanFeaturesResponse;
import dev.kith.proto.v1.PlanPath;
import dev.kith.proto.v1.PlanStep;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A plan of a features.yaml, for people. */
final class PlanText {
  private static final String NOT_KNOWN = "-";

  private final PlanFeaturesResponse plan;
  private final List<FeaturePlan> shown;

  /**
   * @param all whether to show features that don't change
   */
  PlanText(PlanFeaturesResponse plan, boolean all) {
    this.plan = plan;
    this.shown =
        plan.getFeaturesList().stream()
            .filter(feature -> all || feature.getAction() != PlanAction.UNCHANGED)
            .toList();
  }

  /** The lines, without line breaks. */
  List<String> lines() {
    List<String> out = new ArrayList<>();
    section(out, Columns.left(changes()));
    if (!shown.isEmpty()) {
      section(out, costs());
      section(out, degrees());
    }
    section(out, warnings());
    section(out, List.of(measured(), summary()));
    return out;
  }

  private static void section(List<String> out, List<String> lines) {
    if (!lines.isEmpty()) {
      if (!out.isEmpty()) {
        out.add("");
      }
      out.addAll(lines);
    }
  }

  private List<List<String>> changes() {
    List<List<String>> lines = new ArrayList<>();
    for (FeaturePlan feature : plan.getFeaturesList()) {
      switch (feature.getAction()) {
        case UNCHANGED, UNRECOGNIZED -> {}
        case ADDED, REMOVED -> lines.add(List.of(marked(feature)));
        case CHANGED -> {
          String name = marked(feature);
          for (PlanEdit edit : feature.getEditsList()) {
            lines.add(List.of(name, edit.getKey() + ": " + text(edit)));
            name = "";
          }
        }
      }
    }
    for (FeatureSetPlan set : plan.getSetsList()) {
      lines.add(List.of(mark(set.getAction()) + " set " + set.getName(), members(set)));
    }
    return lines;
  }

  private static String text(PlanEdit edit) {
    return shown(edit.getBefore()) + " → " + shown(edit.getAfter());
  }

  private static String shown(String value) {
    return value.isEmpty() ? "(nothing)" : value;
  }

  private static String members(FeatureSetPlan set) {
    return Stream.concat(
            set.getAddedList().stream().map(name -> "+ " + name),
            set.getRemovedList().stream().map(name -> "- " + name))
        .collect(Collectors.joining(", "));
  }

  private List<String> costs() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("feature", "reads at most", "bound", "p50", "p99", "max", "truncated"));
    for (FeaturePlan feature : shown) {
      boolean removed = feature.getAction() == PlanAction.REMOVED;
      List<String> reads = feature.getPathsList().stream().map(PlanText::path).toList();
      boolean measured = removed ? feature.hasServedCost() : feature.hasCost();
      ElementCost cost = removed ? feature.getServedCost() : feature.getCost();
      String bound = feature.getBound() == 0 ? "unbounded" : number(feature.getBound());
      lines.add(
          line(marked(feature), reads.isEmpty() ? "" : reads.getFirst(), bound, cost, measured));
      reads.stream().skip(1).forEach(path -> lines.add(List.of("", path)));
      if (feature.hasCost() && feature.hasServedCost()) {
        lines.add(line("    until now", "", "", feature.getServedCost(), true));
      }
    }
    if (plan.hasPlannedCost()) {
      lines.add(line("all together", "", "", plan.getPlannedCost(), true));
      if (!plan.getPlannedCost().equals(plan.getServedCost())) {
        lines.add(line("    until now", "", "", plan.getServedCost(), true));
      }
    }
    return table(lines);
  }

  private static List<String> line(
      String name, String reads, String bound, ElementCost cost, boolean measured) {
    if (!measured) {
      return List.of(name, reads, bound, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN, NOT_KNOWN);
    }
    String more = cost.getAtLeast() ? ">" : "";
    return List.of(
        name,
        reads,
        bound,
        number(cost.getP50()),
        more + number(cost.getP99()),
        more + number(cost.getMax()),
        String.format(Locale.ROOT, "%.1f %%", 100 * cost.getTruncated()));
  }

  /** The first two columns are text, the others numbers. */
  private static List<String> table(List<List<String>> lines) {
    int width = lines.stream().mapToInt(line -> line.get(1).length()).max().orElse(0);
    return Columns.right(
        lines.stream()
            .map(
                line -> {
                  List<String> padded = new ArrayList<>(line);
                  padded.set(1, line.get(1) + " ".repeat(width - line.get(1).length()));
                  return padded;
                })
            .map(List::copyOf)
            .toList());
  }

  private List<String> degrees() {
    Set<String> read = new HashSet<>();
    for (FeaturePlan feature : shown) {
      for (PlanPath path : feature.getPathsList()) {
        StringBuilder until = new StringBuilder();
        for (PlanStep step : path.getStepsList()) {
          read.add(until.append(until.isEmpty() ? "" : ".").append(step.getHop()).toString());
        }
      }
    }
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("edges along", "of nodes", "p50", "p99", "max"));
    for (PathDegrees degrees : plan.getDegreesList()) {
      if (read.contains(degrees.getPath())) {
        lines.add(
            List.of(
                degrees.getPath(),
                number(degrees.getNodes()),
                number(degrees.getP50()),
                number(degrees.getP99()),
                number(degrees.getMax())));
      }
    }
    return lines.size() == 1 ? List.of() : Columns.right(lines);
  }

  private List<String> warnings() {
    List<String> out = new ArrayList<>();
    for (FeaturePlan feature : plan.getFeaturesList()) {
      feature
          .getWarningsList()
          .forEach(warning -> out.add("Warning: " + feature.getName() + ": " + warning));
    }
    return out;
  }

  private String measured() {
    String why = plan.getShortfall().isEmpty() ? "" : " (" + plan.getShortfall() + ")";
    return plan.getUsers() == 0
        ? "Nothing was measured" + why
        : "Measured on %s users, from %s%s, in elements touched"
            .formatted(number(plan.getUsers()), plan.getSource(), why);
  }

  private String summary() {
    return "%d added, %d changed, %d removed, %d unchanged"
        .formatted(
            count(PlanAction.ADDED),
            count(PlanAction.CHANGED),
            count(PlanAction.REMOVED),
            count(PlanAction.UNCHANGED));
  }

  private long count(PlanAction action) {
    return plan.getFeaturesList().stream().filter(f -> f.getAction() == action).count();
  }

  private static String path(PlanPath path) {
    return path.getStepsList().stream()
        .map(step -> step.getHop() + (step.getLimit() == 0 ? "(all)" : "(" + step.getLimit() + ")"))
        .collect(Collectors.joining("."));
  }

  private static String marked(FeaturePlan feature) {
    return mark(feature.getAction()) + " " + feature.getName();
  }

  private static String mark(PlanAction action) {
    return switch (action) {
      case ADDED -> "+";
      case CHANGED -> "~";
      case REMOVED -> "-";
      case UNCHANGED, UNRECOGNIZED -> " ";
    };
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }
}
