package dev.kith.local.cli;

import com.google.protobuf.Value;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** An answer as a table: a line a feature, numbers under numbers. */
final class FeatureTable {

  private record Line(String name, String value, String status) {}

  private FeatureTable() {}

  /** The lines, without line breaks. */
  static List<String> render(String user, GetGraphFeaturesResponse answer, Instant now) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("feature", "value", "status"));
    for (Map.Entry<String, Value> feature : answer.getFeatures().getFieldsMap().entrySet()) {
      FeatureStatus status = answer.getStatusOrDefault(feature.getKey(), FeatureStatus.OK);
      lines.add(
          new Line(
              feature.getKey(),
              FeatureValues.text(feature.getValue()),
              status == FeatureStatus.OK ? "" : status.name()));
    }
    int names = lines.stream().mapToInt(line -> line.name().length()).max().orElse(0);
    int values = lines.stream().mapToInt(line -> line.value().length()).max().orElse(0);
    List<String> out = new ArrayList<>();
    String asOf = FeatureValues.asOf(answer.hasAsOf(), answer.getAsOf(), now);
    out.add(user + ", from " + answer.getSource() + ", " + asOf);
    out.add("");
    String format = "%-" + names + "s  %" + values + "s  %s";
    for (Line line : lines) {
      out.add(format.formatted(line.name(), line.value(), line.status()).stripTrailing());
    }
    return out;
  }
}
