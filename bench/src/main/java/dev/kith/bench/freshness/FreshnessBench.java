package dev.kith.bench.freshness;

import dev.kith.bench.Options;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Report;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.pipeline.Pipeline;
import dev.kith.pipeline.SampleShop;
import dev.kith.pipeline.part.Parts;
import dev.kith.proto.v1.Source;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench freshness}. */
@Command(
    name = "freshness",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure the time from COMMIT in PostgreSQL to an answer that shows it, stage by stage, in a"
          + " real pipeline: PostgreSQL, Debezium, a registry, Kafka, ingest, Dgraph and serving."
          + " It is not part of the report of everything.",
      ""
    })
public final class FreshnessBench implements Callable<Integer> {
  private static final Map<Source, String> NAMES =
      Map.of(Source.REPLICA, "the replica", Source.DGRAPH, "Dgraph");

  /** Milliseconds. */
  private static final double FROM_COMMIT = 1_000;

  private static final double TO_REPLICA = 100;
  private static final double TO_DGRAPH = 500;

  @Mixin private Options options = new Options();

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "N",
      defaultValue = "10,100,1000",
      description = "Commits a second, one measurement each. [${DEFAULT-VALUE}]")
  private List<Integer> rates = List.of();

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "Of each measurement. [${DEFAULT-VALUE}]")
  private int seconds;

  @Option(
      names = "--no-dgraph",
      description = "Without Dgraph, which takes half of two processors at 1,000 commits/s.")
  private boolean noDgraph;

  @Override
  public Integer call() throws Exception {
    return options.run("From COMMIT to an answer", this::measure);
  }

  private void measure(Report report) throws Exception {
    Path home = Path.of(System.getProperty("kith.home", "."));
    Set<Source> sources = noDgraph ? Set.of(Source.REPLICA) : new TreeSet<>(NAMES.keySet());
    try (DataDirectory folder = DataDirectory.open(Optional.empty());
        Pipeline pipeline =
            Pipeline.start(
                Parts.in(home),
                folder.of("pipeline"),
                sources,
                new SampleShop(home)::fill,
                options::say)) {
      pipeline.awaitArrived();
      options.say("Warm-up");
      int busiest = Collections.max(rates);
      options.warmUp().untilCompiled(() -> follow(pipeline, busiest, time().dividedBy(6)));
      List<String> columns =
          new ArrayList<>(List.of("commits/s", "", "committed", "captured", "changed"));
      sources.forEach(source -> columns.add("from " + NAMES.get(source)));
      sources.forEach(source -> columns.add("Kith's part, " + NAMES.get(source)));
      report.columns(columns.toArray(String[]::new));
      for (int rate : rates) {
        options.say(rate + " commits/s");
        new Measured(rate, sources, follow(pipeline, rate, time())).tell(report);
      }
    }
    report.paragraph(
        "Milliseconds since COMMIT was sent, of ten purchases a second among those that are"
            + " committed at that rate: the database has answered (committed), Debezium has given"
            + " the record to Kafka (captured, by the record's timestamp), a reader of"
            + " `kith.graph-changes` has the change (changed), and an answer shows it. Kith's part"
            + " is from captured to the answer. All parts share the machine.");
  }

  private Duration time() {
    return Duration.ofSeconds(options.sized(seconds, 2));
  }

  private record Measured(double rate, Set<Source> sources, List<Passage> passages) {
    void tell(Report report) {
      for (double percentile : new double[] {50, 99}) {
        List<String> row = new ArrayList<>();
        row.add(String.format(Locale.ROOT, "%,.0f", rate));
        row.add(String.format(Locale.ROOT, "p%.0f", percentile));
        row.add(millis(Passage::committed, percentile));
        row.add(millis(Passage::captured, percentile));
        row.add(millis(Passage::changed, percentile));
        sources.forEach(source -> row.add(millis(p -> p.answered(source), percentile)));
        sources.forEach(source -> row.add(millis(p -> p.ours(source), percentile)));
        report.row(row.toArray());
      }
      String at = String.format(Locale.ROOT, "%,.0f commits/s: p99 ", rate);
      report.bar(
          Bar.atMost(
              at + "from COMMIT to the replica",
              at(p -> p.answered(Source.REPLICA), 99),
              FROM_COMMIT,
              " ms"));
      for (Source source : sources) {
        report.bar(
            Bar.atMost(
                at + "of Kith's part, " + NAMES.get(source),
                at(p -> p.ours(source), 99),
                source == Source.REPLICA ? TO_REPLICA : TO_DGRAPH,
                " ms"));
      }
    }

    private String millis(ToLongFunction<Passage> stage, double percentile) {
      return String.format(Locale.ROOT, "%.1f", at(stage, percentile));
    }

    private double at(ToLongFunction<Passage> stage, double percentile) {
      Histogram micros = new Histogram(3);
      passages.forEach(p -> micros.recordValue(Math.max(0, stage.applyAsLong(p) / 1_000)));
      return micros.getValueAtPercentile(percentile) / 1e3;
    }
  }

  private List<Passage> follow(Pipeline pipeline, int rate, Duration time) throws Exception {
    String unique = "freshness-" + System.nanoTime();
    try (Probe probe = new Probe(pipeline, unique)) {
      try (Commits commits =
          Commits.start(pipeline, unique + "-other-", rate, options.seed(), probe)) {
        Thread.sleep(time);
        double reached = commits.perSecond();
        if (reached < 0.95 * rate) {
          options.say(String.format(Locale.ROOT, "only %.0f commits/s were reached", reached));
        }
      }
      return probe.passages();
    }
  }
}
