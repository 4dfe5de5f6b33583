package dev.kith.local.cli;

import static java.time.format.DateTimeFormatter.ISO_LOCAL_TIME;

import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.StatusRuntimeException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A user's features as they change: on a terminal a table, redrawn in place, of those that have
 * changed so far; else a line of those that changed. Values that only the passing of time changes
 * are left out. Not thread-safe.
 */
final class LiveView {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final FeatureClient client;
  private final String user;
  private final PrintStream out;
  private final boolean terminal;
  private final Set<String> clocks = new HashSet<>();
  private final Map<String, Value> first = new LinkedHashMap<>();
  private final Map<String, Value> last = new LinkedHashMap<>();
  private int drawn;

  LiveView(FeatureClient client, String user, PrintStream out, boolean terminal) {
    this.client = client;
    this.user = user;
    this.out = out;
    this.terminal = terminal;
  }

  /** Asks, and shows what is new. */
  void refresh() {
    Map<String, Value> now;
    try {
      if (first.isEmpty()) {
        begin();
        return;
      }
      now = get(null).getFeatures().getFieldsMap();
    } catch (StatusRuntimeException e) {
      // The user may be gone, or serving busy: the next look will tell.
      show(List.of(e.getStatus().getCode() + ": " + e.getStatus().getDescription()));
      return;
    }
    List<String> changes = new ArrayList<>();
    now.forEach(
        (name, value) -> {
          Value before = last.put(name, value);
          if (!clocks.contains(name) && before != null && !before.equals(value)) {
            changes.add(
                name + " " + FeatureValues.text(before) + " → " + FeatureValues.text(value));
          }
        });
    if (terminal) {
      show(table());
    } else if (!changes.isEmpty()) {
      show(List.of(String.join(", ", changes)));
    }
  }

  /** What differs a moment later on the same graph, changes by itself. */
  private void begin() {
    Instant now = Instant.now();
    Map<String, Value> values = get(now).getFeatures().getFieldsMap();
    Map<String, Value> later = get(now.plusMillis(1)).getFeatures().getFieldsMap();
    values.forEach(
        (name, value) -> {
          if (!value.equals(later.get(name))) {
            clocks.add(name);
          }
        });
    first.putAll(values);
    last.putAll(values);
  }

  private GetGraphFeaturesResponse get(@Nullable Instant at) {
    GetGraphFeaturesRequest.Builder request = GetGraphFeaturesRequest.newBuilder().setUserId(user);
    if (at != null) {
      request.setAt(Timestamp.newBuilder().setSeconds(at.getEpochSecond()).setNanos(at.getNano()));
    }
    return client.get(request.build(), TIMEOUT);
  }

  private List<String> table() {
    List<String> lines = new ArrayList<>();
    lines.add("%-30s %12s %12s".formatted("has changed", "at start", "now"));
    first.forEach(
        (name, value) -> {
          Value now = last.getOrDefault(name, value);
          if (!clocks.contains(name) && !now.equals(value)) {
            lines.add(
                "%-30s %12s %12s"
                    .formatted(name, FeatureValues.text(value), FeatureValues.text(now)));
          }
        });
    return lines;
  }

  private void show(List<String> lines) {
    String time =
        LocalTime.now(ZoneId.systemDefault())
            .truncatedTo(ChronoUnit.SECONDS)
            .format(ISO_LOCAL_TIME);
    StringBuilder text = new StringBuilder();
    if (terminal && drawn > 0) {
      text.append("\u001b[").append(drawn).append("A\u001b[J");
    }
    text.append(time).append("  ").append(user).append("  ");
    text.append(String.join("\n  ", lines)).append('\n');
    drawn = lines.size();
    out.print(text);
    out.flush();
  }
}
