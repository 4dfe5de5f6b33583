package dev.kith.local.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.proto.v1.ExplainGraphFeaturesRequest;
import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith explain}. */
@Command(
    name = "explain",
    description = {
      "Show what the value of a feature of a user is made of.",
      "Behind an arrow stands what a node brings to the value; others are only on the way to it."
    })
final class ExplainCommand implements Callable<Integer> {
  private static final int MAX = 1000;
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "USER", description = "The user's key.")
  private String user = "";

  @Parameters(paramLabel = "FEATURE", description = "The feature's name.")
  private String feature = "";

  @Option(
      names = "--max",
      paramLabel = "N",
      defaultValue = "50",
      description = "Show at most so many pieces, up to " + MAX + ". [${DEFAULT-VALUE}]")
  private int max;

  @Option(names = "--json", description = "Print JSON, with exact numbers.")
  private boolean json;

  @Mixin private Asking asking = new Asking();

  @Override
  public Integer call() throws Exception {
    if (max < 1 || max > MAX) {
      throw asking.wrong("--max must be from 1 to " + MAX);
    }
    return asking.ask(this::show);
  }

  private void show(FeatureClient client, Duration timeout) throws Exception {
    ExplainGraphFeaturesResponse answer = client.explain(request(), timeout);
    PrintWriter out = spec.commandLine().getOut();
    if (json) {
      out.println(JSON.writeValueAsString(ExplanationJson.of(answer)));
    } else {
      ExplanationTree.render(answer, Instant.now()).forEach(out::println);
    }
  }

  private ExplainGraphFeaturesRequest request() {
    ExplainGraphFeaturesRequest.Builder request =
        ExplainGraphFeaturesRequest.newBuilder()
            .setUserId(user)
            .setFeatureName(feature)
            .setMaxPieces(max)
            .addAllMustInclude(asking.mustInclude());
    asking.at().ifPresent(request::setAt);
    asking.maxStaleness().ifPresent(request::setMaxStaleness);
    asking.mustIncludeUntil().ifPresent(request::setMustIncludeUntil);
    return request.build();
  }
}
