package dev.kith.bench.answers;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Callers;
import dev.kith.bench.load.Question;
import dev.kith.bench.load.Target;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.EchoServer;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.Stages;
import dev.kith.serving.Serving;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench answers}. */
@Command(
    name = "answers",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure answers from the replica beside a gRPC echo of the same size: callers that wait, and"
          + " calls at a steady pace.",
      ""
    })
public final class AnswersBench implements Callable<Integer> {
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
    PowerLawShop shop = shops.shop(options, PowerLawShop.SMALL);
    return options.run("Answers from the replica", report -> measure(shop, report));
  }

  private void measure(PowerLawShop shop, Report report) throws Exception {
    report.fact("shop", shop.describe());
    try (Rig rig = Rig.start();
        Serving serving = rig.replica()) {
      rig.publishChanges(shop);
      serving.start();
      Stages.awaitReady(serving);
      Target replica = new Target("replica", serving.port());
      List<Question> questions =
          List.of(
              new Question(Question.ALL, shop.users()), new Question(Question.SEED, shop.users()));
      try (EchoServer server = EchoOf.start(replica, questions, options.seed())) {
        Target echo = new Target("echo", server.port());
        double peak = 0;
        for (Question question : questions) {
          double perSecond = closedLoop(report, echo, replica, question);
          peak = question.set().isEmpty() ? perSecond : peak;
        }
        new OpenSweep(report, options, time())
            .measure(questions.getFirst(), List.of(echo, replica), peak);
      }
    }
  }

  private double closedLoop(Report report, Target echo, Target replica, Question question)
      throws Exception {
    options.say("Answers: " + question.name() + " features, " + callers + " callers");
    Callers asking = new Callers(callers, options.seed());
    Side base = new Side("echo, `" + question.name() + "`", asking, echo, question);
    Side kith = new Side("replica, `" + question.name() + "`", asking, replica, question);
    int turns = options.sized(rounds, 1);
    Side.rounds(List.of(base, kith), turns, time(), options.warmUp());
    Side.table(report, List.of(base, kith));
    report.paragraph(
        "Medians of "
            + turns
            + " rounds of "
            + time().toMillis() / 1e3
            + " s each in which both have a turn, ratios round by round. Callers wait for their"
            + " answers (closed loop); each has a connection over loopback, from this process, and"
            + " asks about users at random. The echo gives everybody the same answer, one of the"
            + " size in the middle, on the thread that read the request.");
    boolean all = question.set().equals(Question.ALL);
    String what = "replica, " + callers + " callers, set `" + question.name() + "`: ";
    report.bar(
        Bar.atLeast(
            what + "answers/s ÷ the echo's", kith.throughputOver(base), all ? 0.7 : 0.9, ""));
    if (all) {
      report.bar(Bar.atMost(what + "p99 ÷ the echo's", kith.p99Over(base), 1.5, ""));
    }
    return kith.perSecond().median();
  }

  private Duration time() {
    return options.quick() ? Duration.ofMillis(300) : Duration.ofSeconds(seconds);
  }
}
