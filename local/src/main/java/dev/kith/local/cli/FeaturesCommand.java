package dev.kith.local.cli;

import dev.kith.features.Feature;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.schema.GraphYaml;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code kith features}. */
@Command(
    name = "features",
    description = "What can be asked for, whether it is declared well, and what it costs.",
    subcommands = PlanCommand.class)
final class FeaturesCommand implements Runnable {

  /** The files that a command is about. */
  static final class Files {
    @Parameters(
        paramLabel = "FILE",
        arity = "0..1",
        description = "A features.yaml. [FEATURES_CONFIG, or the one that Kith ships]")
    private @Nullable String features;

    @Option(
        names = "--graph",
        paramLabel = "FILE",
        description = "Its graph.yaml. [GRAPH_CONFIG, or the one that Kith ships]")
    private @Nullable String graph;

    FeatureCatalogue load() {
      return FeatureCatalogue.load(features(), GraphYaml.load(orSetting(graph, "GRAPH_CONFIG")));
    }

    /** Empty for the shipped one. */
    String features() {
      return orSetting(features, "FEATURES_CONFIG");
    }

    private static String orSetting(@Nullable String given, String setting) {
      return given == null ? Objects.requireNonNullElse(System.getenv(setting), "").strip() : given;
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command: list, validate or plan?");
  }

  @Command(name = "list", description = "List the features that a features.yaml declares.")
  int list(@Mixin Files files) {
    FeatureCatalogue catalogue = files.load();
    PrintWriter out = spec.commandLine().getOut();
    int names =
        catalogue.features().stream().mapToInt(feature -> feature.name().length()).max().orElse(0);
    for (Feature feature : catalogue.features()) {
      String type = feature.type().name().toLowerCase(Locale.ROOT);
      out.println(
          ("%-" + names + "s  %-9s  %s").formatted(feature.name(), type, feature.description()));
    }
    for (Map.Entry<String, List<String>> set : catalogue.sets().entrySet()) {
      out.println();
      out.println("set " + set.getKey() + ": " + String.join(", ", set.getValue()));
    }
    return 0;
  }

  @Command(
      name = "validate",
      description = "Check a features.yaml against its graph.yaml, and name every problem.")
  int validate(@Mixin Files files) {
    FeatureCatalogue catalogue = files.load();
    String file = files.features().isEmpty() ? "The shipped features.yaml" : files.features();
    spec.commandLine()
        .getOut()
        .printf(
            "%s is valid. Features: %d, sets: %d%n",
            file, catalogue.features().size(), catalogue.sets().size());
    return 0;
  }
}
