package dev.kith.bench.changes;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.LiveShop;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Crowd;
import dev.kith.bench.load.OpenLoop;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.load.Timeline;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.GraphTopic;
import dev.kith.bench.rig.Memory;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.Stages;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.time.InstantSource;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench soak}. */
@Command(
    name = "soak",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Ask and change for a long while: whether memory grows or latency drifts, and whether the"
          + " answers are right at the end.",
      ""
    })
public final class SoakBench implements Callable<Integer> {
  private static final int CONNECTIONS = 8;
  private static final Duration DEADLINE = Duration.ofSeconds(10);
  private static final Duration LOOK = Duration.ofMillis(20);

  /** Nine of ten of the others add an edge, so as many go as come. */
  private static final double DELETES = 9.0 / 19;

  @Mixin private Options options = new Options();
  @Mixin private ShopOptions shops = new ShopOptions();

  @Option(names = "--minutes", defaultValue = "20", description = "[${DEFAULT-VALUE}]")
  private double minutes;

  @Option(
      names = "--requests",
      defaultValue = "1000",
      description = "A second, for all features. [${DEFAULT-VALUE}]")
  private int requests;

  @Option(
      names = "--changes",
      defaultValue = "2000",
      description = "A second, nearly half of them deletes. [${DEFAULT-VALUE}]")
  private int changes;

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shops.shop(options, PowerLawShop.SMALL);
    return options.run("Soak", report -> measure(shop, report));
  }

  private Duration time() {
    return options.quick()
        ? Duration.ofSeconds(2)
        : Duration.ofMillis(Math.round(minutes * 60_000));
  }

  private Duration warmUp() {
    return options.quick() ? Duration.ofSeconds(1) : Duration.ofSeconds(60);
  }

  private void measure(PowerLawShop shop, Report report) throws Exception {
    report.fact("shop", shop.describe());
    try (Rig rig = Rig.start();
        GraphTopic topic = rig.topic();
        Serving serving = rig.replica()) {
      topic.send(shop);
      serving.start();
      Stages.awaitReady(serving);
      Target replica = new Target("replica", serving.port());
      LiveShop live = new LiveShop(rig.schema(), shop, DELETES, InstantSource.system());
      Question question = new Question(Question.ALL, shop.users());
      options.say("Soak: " + time().toSeconds() + " s");
      try (MemoryWatch memory = new MemoryWatch(warmUp().multipliedBy(3).dividedBy(4))) {
        Timeline answers;
        double sent;
        try (Trickle trickle = Trickle.start(topic, live, options.sized(changes, 500))) {
          answers = ask(replica, question);
          sent = Sample.sum(trickle.sent());
        }
        long liveAtLast = Memory.live();
        awaitAll(serving);
        options.say("Soak: comparing all answers");
        int compared = TopicOracle.read(rig).check(replica, question);
        new SoakReport(report, answers, sent, memory, liveAtLast, compared).tell();
      }
    }
  }

  private Timeline ask(Target replica, Question question) throws Exception {
    SplittableRandom random = new SplittableRandom(options.seed());
    try (Crowd crowd = new Crowd(replica, CONNECTIONS, DEADLINE)) {
      return new OpenLoop(options.sized(requests, 100), warmUp(), time())
          .run(crowd.asking(() -> question.next(random)));
    }
  }

  /** Until the replica has all that was sent. */
  private static void awaitAll(Serving serving) throws InterruptedException {
    while (serving.replicaLag() > 0) {
      Thread.sleep(LOOK);
    }
  }
}
