package dev.kith.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import dev.kith.proto.v1.HypotheticalEdge;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith get}. */
@Command(name = "get", description = "Show the graph features of a user.")
final class GetCommand implements Callable<Integer> {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "USER", description = "The user's key.")
  private String user = "";

  @Option(
      names = "--feature",
      paramLabel = "NAME",
      split = ",",
      description = "Only this feature; may be repeated.")
  private List<String> features = List.of();

  @Option(names = "--set", paramLabel = "NAME", description = "Only the features of this set.")
  private String set = "";

  @Option(
      names = "--what-if",
      paramLabel = "EDGE",
      converter = EdgeConverter.class,
      description =
          "Answer as if this edge existed: 'TYPE FROM TO [NAME=VALUE]...', such as 'purchased u1"
              + " p7 amount=120', or as JSON; may be repeated.")
  private List<HypotheticalEdge> whatIf = List.of();

  @Option(names = "--json", description = "Print JSON, with exact numbers.")
  private boolean json;

  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws Exception {
    return asking.ask(this::show);
  }

  private void show(FeatureClient client, Duration timeout) throws Exception {
    GetGraphFeaturesResponse answer = client.get(request(), timeout);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(json(answer)));
    } else {
      FeatureTable.render(user, answer, Instant.now()).forEach(out::println);
    }
  }

  private GetGraphFeaturesRequest request() {
    GetGraphFeaturesRequest.Builder request =
        GetGraphFeaturesRequest.newBuilder()
            .setUserId(user)
            .addAllFeatureNames(features)
            .setFeatureSet(set)
            .addAllMustInclude(asking.mustInclude())
            .addAllWhatIf(whatIf);
    asking.at().ifPresent(request::setAt);
    asking.maxStaleness().ifPresent(request::setMaxStaleness);
    asking.mustIncludeUntil().ifPresent(request::setMustIncludeUntil);
    return request.build();
  }

  private Map<String, @Nullable Object> json(GetGraphFeaturesResponse answer) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    answer
        .getFeatures()
        .getFieldsMap()
        .forEach((name, value) -> values.put(name, FeatureValues.exact(value)));
    Map<String, String> status = new LinkedHashMap<>();
    answer.getStatusMap().forEach((name, value) -> status.put(name, value.name()));
    Map<String, @Nullable Object> out = new LinkedHashMap<>();
    out.put("user_id", user);
    out.put("source", answer.getSource().name());
    out.put("as_of", answer.hasAsOf() ? FeatureValues.instant(answer.getAsOf()).toString() : null);
    out.put("features", values);
    out.put("status", status);
    return out;
  }
}
