package dev.kith.bench.report;

import java.util.List;
import java.util.stream.DoubleStream;

/** Lengths beside each other, on a logarithmic scale. */
public final class BarPlot {
  private static final int WIDTH = 760;
  private static final int LEFT = 330;
  private static final int RIGHT = 690;
  private static final int TOP = 30;
  private static final int STEP = 26;

  /** One of them. */
  public record Length(String name, double value) {}

  private BarPlot() {}

  public static String svg(String title, List<Length> lengths) {
    int bottom = TOP + STEP * lengths.size();
    Svg svg = new Svg(WIDTH, bottom + 30);
    svg.text(10, 16, Svg.Anchor.START, title);
    // So that the shortest has a length too.
    DoubleStream values =
        lengths.stream().flatMapToDouble(l -> DoubleStream.of(l.value(), l.value() / 2));
    Scale scale = Scale.of(values, true, LEFT, RIGHT);
    for (double tick : scale.ticks()) {
      svg.line(scale.place(tick), TOP, scale.place(tick), bottom, Svg.PALE);
      svg.text(scale.place(tick), bottom + 16.0, Svg.Anchor.MIDDLE, Bar.figure(tick, ""));
    }
    for (int i = 0; i < lengths.size(); i++) {
      Length length = lengths.get(i);
      double top = TOP + STEP * (double) i;
      svg.text(LEFT - 8.0, top + 17, Svg.Anchor.END, length.name());
      if (Scale.isShown(length.value(), true)) {
        double end = scale.place(length.value());
        svg.box(LEFT, top + 4, end - LEFT, STEP - 8.0, Svg.colour(0));
        svg.text(end + 6, top + 17, Svg.Anchor.START, Bar.figure(length.value(), ""));
      }
    }
    return svg.finish();
  }
}
