package dev.kith.bench.answers;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Callers;
import dev.kith.bench.load.Question;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.Memory;
import dev.kith.bench.rig.ServedGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench large}. */
@Command(
    name = "large",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure answers from a large graph beside those from a small one of the same shape, and the"
          + " memory that it takes. Needs a heap of 10 GiB (KITH_JAVA_OPTS=-Xmx10g).",
      ""
    })
public final class LargeBench implements Callable<Integer> {
  private static final PowerLawShop LARGE = new PowerLawShop(1, 1_000_000, 40, 20);
  private static final int SMALL_USERS = 20_000;
  private static final double GIB = 1 << 30;

  @Mixin private Options options = new Options();
  @Mixin private ShopOptions shops = new ShopOptions();

  @Option(names = "--callers", defaultValue = "8", description = "[${DEFAULT-VALUE}]")
  private int callers;

  @Option(names = "--rounds", defaultValue = "5", description = "[${DEFAULT-VALUE}]")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "4",
      description = "Of each measurement. [${DEFAULT-VALUE}]")
  private int seconds;

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shops.shop(options, LARGE);
    return options.run("A large graph", report -> measure(shop, report));
  }

  private void measure(PowerLawShop large, Report report) throws Exception {
    PowerLawShop small = large.withUsers(Math.min(SMALL_USERS, large.users()));
    report.fact("the large shop", large.describe());
    report.fact("the small shop", small.describe());
    try (ServedGraph ofSmall = new ServedGraph();
        ServedGraph ofLarge = new ServedGraph()) {
      ofSmall.fill(small);
      Filling filling = new Filling(ofLarge, large);
      options.say("Filling a graph of " + large.size() + " elements");
      large.generate(Instant.now(), filling);
      filling.tell(report, options);
      compare(report, ofSmall, small, ofLarge, large);
    }
    double most = Memory.mostResident() / GIB;
    report.bar(Bar.atMost("the large graph: memory of the process at most", most, 12, " GiB"));
  }

  private void compare(
      Report report,
      ServedGraph ofSmall,
      PowerLawShop small,
      ServedGraph ofLarge,
      PowerLawShop large)
      throws Exception {
    options.say("Answers from the small and the large graph");
    Callers asking = new Callers(callers, options.seed());
    Side base =
        new Side(
            "the small graph",
            asking,
            ofSmall.target("small"),
            new Question(Question.ALL, small.users()));
    Side other =
        new Side(
            "the large graph",
            asking,
            ofLarge.target("large"),
            new Question(Question.ALL, large.users()));
    Duration time = options.quick() ? Duration.ofMillis(300) : Duration.ofSeconds(seconds);
    Side.rounds(List.of(base, other), options.sized(rounds, 1), time, options.warmUp());
    Side.table(report, List.of(base, other));
    report.paragraph(
        String.format(
            Locale.ROOT,
            "All features, %d callers that wait for their answers. Both graphs are in one process"
                + " with the callers; after filling and measuring it had %.1f GiB of physical"
                + " memory, at most %.1f GiB.",
            callers,
            Memory.resident() / GIB,
            Memory.mostResident() / GIB));
    report.bar(
        Bar.atLeast(
            "the large graph: answers/s ÷ the small one's", other.throughputOver(base), 0.7, ""));
  }
}
