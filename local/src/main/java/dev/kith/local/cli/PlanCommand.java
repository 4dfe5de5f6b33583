package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.kith.admin.process.LogLevel;
import dev.kith.graph.config.ConfigFile;
import dev.kith.proto.v1.PlanFeaturesRequest;
import dev.kith.proto.v1.PlanFeaturesResponse;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith features plan}. */
@Command(
    name = "plan",
    description = {
      "Show what serving a features.yaml would change, and what its features would cost, measured"
          + " on users of a running Kith. Nothing is changed.",
      "",
      "Costs are in elements touched by one evaluation: rows of nodes and edges, each once."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:a plan",
      "1:the file has problems, or another failure; with --strict also a plan with warnings",
      "2:a wrong use of this command",
      "4:UNAVAILABLE: nothing answers there",
      "5:DEADLINE_EXCEEDED"
    })
final class PlanCommand implements Callable<Integer> {
  private static final int MAX_TIMEOUT = 3600;
  private static final int MOST_USERS = 10_000;

  /** What the server calls the file. */
  private static final String FIELD = "features_yaml";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "FILE", description = "The features.yaml.")
  private String file = "";

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:50051",
      converter = Ports.Address.class,
      description = "Where Kith serves. [${DEFAULT-VALUE}]")
  private String address = "";

  @Option(
      names = "--users",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "On how many users to measure, drawn at random; from Dgraph at most 100."
              + " [${DEFAULT-VALUE}]")
  private int users;

  @Option(names = "--all", description = "Show the features that don't change, too.")
  private boolean all;

  @Option(
      names = "--json",
      description = "Print the plan as JSON: the message PlanFeaturesResponse.")
  private boolean json;

  @Option(names = "--strict", description = "Fail if there are warnings.")
  private boolean strict;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "How long to wait; what was measured until shortly before is shown. [${DEFAULT-VALUE}]")
  private double timeout;

  @Override
  public Integer call() throws InvalidProtocolBufferException {
    check();
    LogLevel.set(System.getenv(), Level.WARN);
    // What it warns of is in the failure that is reported.
    LogLevel.quieten("io.grpc");
    PlanFeaturesRequest request =
        PlanFeaturesRequest.newBuilder()
            .setFeaturesYaml(ConfigFile.read(file, file).text())
            .setUsers(users)
            .build();
    try (FeatureClient client = new FeatureClient(address)) {
      PlanFeaturesResponse plan = client.plan(request, Duration.ofNanos((long) (timeout * 1e9)));
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(
            JsonFormat.printer()
                .preservingProtoFieldNames()
                .alwaysPrintFieldsWithNoPresence()
                .print(plan));
      } else {
        new PlanText(plan, all).lines().forEach(out::println);
      }
      return strict && hasWarnings(plan) ? 1 : 0;
    } catch (StatusRuntimeException e) {
      PrintWriter err = spec.commandLine().getErr();
      message(e).lines().forEach(line -> err.println("kith: " + line));
      return exitCode(e.getStatus().getCode());
    }
  }

  private void check() {
    if (!(timeout > 0 && timeout <= MAX_TIMEOUT)) {
      throw new ParameterException(
          spec.commandLine(), "--timeout must be more than 0 and at most " + MAX_TIMEOUT);
    }
    if (users < 1 || users > MOST_USERS) {
      throw new ParameterException(spec.commandLine(), "--users must be from 1 to " + MOST_USERS);
    }
  }

  private static boolean hasWarnings(PlanFeaturesResponse plan) {
    return plan.getFeaturesList().stream().anyMatch(feature -> feature.getWarningsCount() > 0);
  }

  private String message(StatusRuntimeException e) {
    return FeatureClient.unreachable(e, address).orElseGet(() -> failure(e.getStatus()));
  }

  private String failure(Status status) {
    String description = String.valueOf(status.getDescription());
    return switch (status.getCode()) {
      case INVALID_ARGUMENT ->
          description.replaceAll("(?m)^" + FIELD, Matcher.quoteReplacement(file));
      case DEADLINE_EXCEEDED ->
          "DEADLINE_EXCEEDED: no answer within " + timeout + " s. Longer: --timeout";
      default -> status.getCode() + ": " + description;
    };
  }

  private static int exitCode(Status.Code code) {
    return switch (code) {
      case UNAVAILABLE -> 4;
      case DEADLINE_EXCEEDED -> 5;
      default -> 1;
    };
  }
}
