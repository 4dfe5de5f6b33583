package dev.kith.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Lines over one x axis, in panels one below the other. Not thread-safe. */
public final class LinePlot {
  private static final int WIDTH = 760;
  private static final int LEFT = 70;
  private static final int RIGHT = 590; // the names of the lines come after
  private static final int HEIGHT = 190;
  private static final int TOP = 36;
  private static final int GAP = 46;

  /** A point of a line. */
  public record Point(double x, double y) {}

  /** A line; what has no place on the axis is left out. */
  public record Series(String name, List<Point> points) {

    /** One with a value a second. */
    public static Series bySecond(String name, double[] values) {
      return new Series(
          name, IntStream.range(0, values.length).mapToObj(i -> new Point(i, values[i])).toList());
    }
  }

  private record Panel(String axis, boolean log, List<Series> lines) {}

  private final String title;
  private final String axis;
  private final List<Panel> panels = new ArrayList<>();

  /**
   * @param axis what x is
   */
  public LinePlot(String title, String axis) {
    this.title = title;
    this.axis = axis;
  }

  /**
   * Adds a panel below those that there are.
   *
   * @param yAxis what y is
   * @param log whether its scale is logarithmic
   */
  public LinePlot panel(String yAxis, boolean log, List<Series> lines) {
    panels.add(new Panel(yAxis, log, List.copyOf(lines)));
    return this;
  }

  public String svg() {
    int height = TOP + panels.size() * (HEIGHT + GAP);
    Svg svg = new Svg(WIDTH, height);
    svg.text(LEFT, 16, Svg.Anchor.START, title);
    Scale x =
        Scale.of(
            panels.stream().flatMap(p -> p.lines().stream()).flatMapToDouble(LinePlot::xs),
            false,
            LEFT,
            RIGHT);
    int top = TOP;
    for (Panel panel : panels) {
      draw(svg, panel, x, top);
      top += HEIGHT + GAP;
    }
    svg.text((LEFT + RIGHT) / 2.0, height - 8.0, Svg.Anchor.MIDDLE, axis);
    return svg.finish();
  }

  private static void draw(Svg svg, Panel panel, Scale x, int top) {
    double bottom = top + HEIGHT;
    DoubleStream values = panel.lines().stream().flatMapToDouble(LinePlot::ys);
    Scale y = Scale.of(values, panel.log(), bottom, top);
    svg.text(LEFT, top - 6.0, Svg.Anchor.START, panel.axis());
    for (double tick : y.ticks()) {
      svg.line(LEFT, y.place(tick), RIGHT, y.place(tick), Svg.PALE);
      svg.text(LEFT - 6.0, y.place(tick) + 4, Svg.Anchor.END, Bar.figure(tick, ""));
    }
    for (double tick : x.ticks()) {
      svg.line(x.place(tick), bottom, x.place(tick), bottom + 4, Svg.INK);
      svg.text(x.place(tick), bottom + 17, Svg.Anchor.MIDDLE, Bar.figure(tick, ""));
    }
    svg.line(LEFT, bottom, RIGHT, bottom, Svg.INK);
    for (int i = 0; i < panel.lines().size(); i++) {
      Series line = panel.lines().get(i);
      svg.path(places(line, x, y), Svg.colour(i));
      double place = top + 12 + 18.0 * i;
      svg.box(RIGHT + 12.0, place - 5, 14, 3, Svg.colour(i));
      svg.text(RIGHT + 32.0, place, Svg.Anchor.START, line.name());
    }
  }

  private static double[] places(Series line, Scale x, Scale y) {
    return line.points().stream()
        .filter(point -> Scale.isShown(point.y(), y.log()))
        .flatMapToDouble(point -> DoubleStream.of(x.place(point.x()), y.place(point.y())))
        .toArray();
  }

  private static DoubleStream xs(Series line) {
    return line.points().stream().mapToDouble(Point::x);
  }

  private static DoubleStream ys(Series line) {
    return line.points().stream().mapToDouble(Point::y);
  }
}
