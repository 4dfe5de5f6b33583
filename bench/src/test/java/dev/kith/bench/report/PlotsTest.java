package dev.kith.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.bench.report.LinePlot.Point;
import dev.kith.bench.report.LinePlot.Series;
import java.io.ByteArrayInputStream;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

@DisplayName("Plots")
class PlotsTest {

  @Test
  @DisplayName("of lines are XML, with a line for each series, whatever their names are")
  void lines() throws Exception {
    Document svg =
        parse(
            new LinePlot("p99 < 5 ms & more", "s")
                .panel(
                    "ms",
                    true,
                    List.of(
                        Series.bySecond("a", new double[] {1, 10, 100}),
                        new Series("b", List.of(new Point(0, 2), new Point(2, 0)))))
                .panel("calls", false, List.of(Series.bySecond("c", new double[] {0, 5})))
                .svg());
    NodeList lines = svg.getElementsByTagName("polyline");
    assertThat(lines.getLength()).isEqualTo(3);
    assertThat(svg.getElementsByTagName("text").item(0).getTextContent())
        .isEqualTo("p99 < 5 ms & more");
    // On a log scale equal ratios are equal steps, upwards is less y, and 0 has no place.
    double[] a = numbers(lines.item(0));
    assertThat(a).hasSize(6);
    assertThat(a[1] - a[3]).isGreaterThan(20).isCloseTo(a[3] - a[5], within());
    assertThat(numbers(lines.item(1))).hasSize(2);
  }

  @Test
  @DisplayName("of nothing are XML too")
  void empty() throws Exception {
    parse(new LinePlot("none", "s").panel("ms", true, List.of()).svg());
    parse(
        new LinePlot("none", "s")
            .panel("ms", false, List.of(Series.bySecond("a", new double[] {Double.NaN})))
            .svg());
    parse(BarPlot.svg("none", List.of()));
  }

  @Test
  @DisplayName("of bars have one for each length")
  void bars() throws Exception {
    Document svg =
        parse(
            BarPlot.svg(
                "answers/s",
                List.of(
                    new BarPlot.Length("Kith", 10_000),
                    new BarPlot.Length("other", 100),
                    new BarPlot.Length("failed", 0))));
    assertThat(svg.getElementsByTagName("rect").getLength()).isEqualTo(1 + 2);
    double kith = width(svg, 1);
    double other = width(svg, 2);
    assertThat(kith).isGreaterThan(other);
  }

  private static double width(Document svg, int rect) {
    Element element = (Element) svg.getElementsByTagName("rect").item(rect);
    return Double.parseDouble(element.getAttribute("width"));
  }

  private static double[] numbers(org.w3c.dom.Node line) {
    String points = ((Element) line).getAttribute("points").strip();
    return List.of(points.split("[ ,]")).stream().mapToDouble(Double::parseDouble).toArray();
  }

  private static org.assertj.core.data.Offset<Double> within() {
    return org.assertj.core.data.Offset.offset(0.2);
  }

  private static Document parse(String svg) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));
  }
}
