package dev.kith.bench.ingest;

import dev.kith.bench.Machine;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.report.Report;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./kith bench dead-letters}. */
@Command(
    name = "dead-letters",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description =
        "Measure what records that can't be taken cost, and whether they hold up the others by more"
            + " than that. The report is Markdown.")
public final class FloodBench implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--seed", defaultValue = "1", description = "Of all chance. [${DEFAULT-VALUE}]")
  private long seed;

  @Option(
      names = "--users",
      defaultValue = "10000",
      description = "How many the shop has. [${DEFAULT-VALUE}]")
  private int users;

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop;
    try {
      shop = new PowerLawShop(seed, users, 20, 10);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
    Report report = new Report(Optional.empty());
    report.add("# What dead letters cost on this machine");
    report.add("");
    report.fact("machine", Machine.hardware());
    report.fact("versions", "Kith " + Machine.kith() + ", Kafka " + Machine.kafka());
    new Flood(shop, report, line -> System.err.println("[bench] " + line)).measure();
    spec.commandLine().getOut().print(report.text());
    spec.commandLine().getOut().flush();
    return 0;
  }
}
