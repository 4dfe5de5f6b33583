package dev.kith.bench.freshness;

import dev.kith.bench.Options;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Report;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.pipeline.Pipeline;
import dev.kith.pipeline.SampleShop;
import dev.kith.pipeline.part.Parts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
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
  private static final int WARM_UP_RATE = 100;

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

  @Override
  public Integer call() throws Exception {
    return options.run("From COMMIT to an answer", this::measure);
  }

  private void measure(Report report) throws Exception {
    Path home = Path.of(System.getProperty("kith.home", "."));
    try (DataDirectory folder = DataDirectory.open(Optional.empty());
        Pipeline pipeline =
            Pipeline.start(
                Parts.in(home), folder.of("pipeline"), new SampleShop(home)::fill, options::say)) {
      pipeline.awaitArrived();
      options.say("Warm-up");
      options
          .warmUp()
          .untilCompiled(() -> follow(pipeline, "warm-up", WARM_UP_RATE, time().dividedBy(6)));
      report.columns(
          "commits/s",
          "",
          "committed",
          "captured",
          "changed",
          "from the replica",
          "from Dgraph",
          "Kith's part, replica",
          "Kith's part, Dgraph");
      for (int rate : rates) {
        options.say(rate + " commits/s");
        new Followed(rate, follow(pipeline, "at" + rate, rate, time())).tell(report);
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

  private record Followed(double rate, List<Passage> passages) {
    void tell(Report report) {
      for (double percentile : new double[] {50, 99}) {
        report.row(
            String.format(Locale.ROOT, "%,.0f", rate),
            String.format(Locale.ROOT, "p%.0f", percentile),
            millis(Passage::committed, percentile),
            millis(Passage::captured, percentile),
            millis(Passage::changed, percentile),
            millis(Passage::replica, percentile),
            millis(Passage::dgraph, percentile),
            millis(p -> p.replica() - p.captured(), percentile),
            millis(p -> p.dgraph() - p.captured(), percentile));
      }
      String at = String.format(Locale.ROOT, "%,.0f commits/s: p99 ", rate);
      report.bar(
          Bar.atMost(at + "from COMMIT to the replica", at(Passage::replica, 99), 1_000, " ms"));
      report.bar(
          Bar.atMost(
              at + "of Kith's part, replica", at(p -> p.replica() - p.captured(), 99), 100, " ms"));
      report.bar(
          Bar.atMost(
              at + "of Kith's part, Dgraph", at(p -> p.dgraph() - p.captured(), 99), 500, " ms"));
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

  private List<Passage> follow(Pipeline pipeline, String name, int rate, Duration time)
      throws Exception {
    String unique = name + "-" + System.nanoTime();
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
