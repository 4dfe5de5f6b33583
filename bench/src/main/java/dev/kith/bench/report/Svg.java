package dev.kith.bench.report;

import java.util.Formatter;
import java.util.List;
import java.util.Locale;

/**
 * A drawing as SVG text. It is ours, and no library's, since lines, boxes and words are all that a
 * plot needs; so it needs no fonts of the machine, and the same figures give the same file. Not
 * thread-safe.
 */
final class Svg {
  static final String INK = "#333333";
  static final String PALE = "#dddddd";

  /** Told apart by the colour-blind too (Okabe and Ito). */
  private static final List<String> COLOURS =
      List.of("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#000000");

  /** Where a text stands, seen from its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  private final Formatter out = new Formatter(new StringBuilder(), Locale.ROOT);

  Svg(int width, int height) {
    out.format(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d"
            + " %d\" font-family=\"sans-serif\" font-size=\"12\">\n",
        width, height, width, height);
    out.format("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>\n", width, height);
  }

  static String colour(int series) {
    return COLOURS.get(series % COLOURS.size());
  }

  void line(double x1, double y1, double x2, double y2, String colour) {
    out.format(
        "<line x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\" stroke=\"%s\"/>\n",
        x1, y1, x2, y2, colour);
  }

  void box(double x, double y, double width, double height, String colour) {
    out.format(
        "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n",
        x, y, width, height, colour);
  }

  /** A line through points: their x and y in turns. */
  void path(double[] points, String colour) {
    out.format("<polyline fill=\"none\" stroke-width=\"1.8\" stroke=\"%s\" points=\"", colour);
    for (int i = 0; i < points.length; i += 2) {
      out.format("%.1f,%.1f ", points[i], points[i + 1]);
    }
    out.format("\"/>\n");
  }

  void text(double x, double y, Anchor anchor, String text) {
    out.format(
        "<text x=\"%.1f\" y=\"%.1f\" fill=\"%s\" text-anchor=\"%s\">",
        x, y, INK, anchor.name().toLowerCase(Locale.ROOT));
    out.format("%s</text>\n", text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"));
  }

  String finish() {
    return out.format("</svg>\n").toString();
  }
}
