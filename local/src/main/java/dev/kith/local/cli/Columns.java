package dev.kith.local.cli;

import java.util.ArrayList;
import java.util.List;

/** Lines of cells, as lines of text whose cells stand under one another. */
final class Columns {
  private static final String GAP = "  ";

  private Columns() {}

  /** Every column begins in one place. */
  static List<String> left(List<List<String>> lines) {
    return lines(lines, false);
  }

  /** The first column begins, every other ends in one place: for numbers. */
  static List<String> right(List<List<String>> lines) {
    return lines(lines, true);
  }

  private static List<String> lines(List<List<String>> lines, boolean right) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> line : lines) {
      for (int column = 0; column < line.size(); column++) {
        if (column == widths.size()) {
          widths.add(0);
        }
        widths.set(column, Math.max(widths.get(column), line.get(column).length()));
      }
    }
    List<String> out = new ArrayList<>();
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int column = 0; column < line.size(); column++) {
        String gap = " ".repeat(widths.get(column) - line.get(column).length());
        boolean end = right && column > 0;
        text.append(column == 0 ? "" : GAP)
            .append(end ? gap : "")
            .append(line.get(column))
            .append(end ? "" : gap);
      }
      out.add(text.toString().stripTrailing());
    }
    return out;
  }
}
