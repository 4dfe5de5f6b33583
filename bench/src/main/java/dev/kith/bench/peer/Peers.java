package dev.kith.bench.peer;

import dev.kith.bench.Options;
import dev.kith.bench.answers.Side;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Callers;
import dev.kith.bench.load.ClosedLoop;
import dev.kith.bench.load.Question;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.BarPlot;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.DgraphFill;
import dev.kith.bench.rig.Rig;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * One run of Kith and the others side by side, into a report.
 *
 * @param rounds of everything, in turns
 * @param time of each turn
 */
record Peers(
    PowerLawShop shop,
    Which which,
    int callers,
    int rounds,
    Duration time,
    Report report,
    Options options) {

  private static final String ARTICLE = "the article's server, three features";

  private static final String FEAST = "Feast on Redis, all features, computed before";

  /** Which of those that need more than Java take part. */
  record Which(boolean dgraph, boolean python) {}

  void measure() throws Exception {
    report.fact("shop", shop.describe());
    try (Running running = new Running()) {
      Rig rig = running.add(Rig.start(), Rig::close);
      options.say("Publishing " + shop.size() + " changes");
      rig.publishChanges(shop);
      Contestant replica =
          running.add(Contestant.kithReplica(rig.bootstrapServers()), Contestant::close);
      replica.awaitAnswer(question(Question.SEED).about(0));
      List<Side> sides = new ArrayList<>();
      sides.add(side("Kith, replica, all features", replica, Question.ALL));
      sides.add(side("Kith, replica, `seed`", replica, Question.SEED));
      List<Side> onDgraph = which.dgraph() ? onDgraph(rig, replica, running) : List.of();
      sides.addAll(onDgraph);
      if (which.python()) {
        feast(replica, running, sides);
      }
      options.say("All in turns, " + rounds + " rounds");
      Side.rounds(sides, rounds, time, options.warmUp());
      Side.table(report, sides);
      if (AlphaCpu.now().isPresent()) {
        cost(onDgraph);
      }
      bars(sides);
      plot(sides);
    }
    report.paragraph(
        "Medians of "
            + rounds
            + " rounds in which everybody has a turn of "
            + time.toMillis() / 1e3
            + " s, after half as long a warm-up, ratios round by round; "
            + callers
            + " callers that wait for their answers. Each is a process of its own, the callers and"
            + " the broker another; all on this machine. Before, all gave users at random the same"
            + " values, where no limit cut.");
    new Libraries(shop, which.python(), report, options).measure();
  }

  private List<Side> onDgraph(Rig rig, Contestant replica, Running running) throws Exception {
    List<Side> sides = new ArrayList<>();
    DgraphServer dgraph = running.add(DgraphServer.obtain(options::say), DgraphServer::close);
    options.say("Filling Dgraph");
    DgraphFill.fill(rig, dgraph.address(), shop.size());
    Contestant kith =
        running.add(
            Contestant.kithOnDgraph(dgraph.address(), rig.bootstrapServers()), Contestant::close);
    kith.awaitAnswer(question(Question.SEED).about(0));
    Agreement.check(replica.target(), kith.target(), question(Question.ALL), options.seed());
    sides.add(side("Kith, Dgraph, all features", kith, Question.ALL));
    sides.add(side("Kith, Dgraph, `seed`", kith, Question.SEED));
    if (which.python()) {
      Contestant article = running.add(Contestant.article(dgraph.address()), Contestant::close);
      article.awaitAnswer(question(Question.SEED).about(0));
      Agreement.check(replica.target(), article.target(), question(Question.SEED), options.seed());
      sides.add(side(ARTICLE, article, Question.SEED));
    }
    return sides;
  }

  private void feast(Contestant replica, Running running, List<Side> sides) throws Exception {
    options.say("Filling Feast with the features of all users");
    Precomputed features = Precomputed.by(replica.target(), question(Question.ALL));
    FeastServer feast = running.add(FeastServer.start(features.file()), FeastServer::close);
    Files.delete(features.file());
    features.check(feast, options.seed());
    sides.add(
        new Side(
            FEAST,
            (warmUp, length) ->
                new ClosedLoop(callers, warmUp, length)
                    .run(
                        caller ->
                            feast.call(
                                question(Question.ALL),
                                new SplittableRandom(options.seed() + caller)))));
  }

  private Question question(String set) {
    return new Question(set, shop.users());
  }

  private Side side(String name, Contestant asked, String set) {
    return new Side(name, new Callers(callers, options.seed()), asked.target(), question(set));
  }

  private void bars(List<Side> sides) {
    Side kith = sides.getFirst();
    Optional<Side> article = named(sides, ARTICLE);
    String throughput = "whole catalogue, replica: answers/s ÷ the article's server's";
    String p99 = "whole catalogue, replica: p99 ÷ the article's server's";
    if (article.isPresent()) {
      report.bar(Bar.atLeast(throughput, kith.throughputOver(article.get()), 30, ""));
      report.bar(Bar.atMost(p99, kith.p99Over(article.get()), 0.05, ""));
    } else {
      report.bar(Bar.unknown(throughput, "≥ 30"));
      report.bar(Bar.unknown(p99, "≤ 0.05"));
    }
    String keyValue = "whole catalogue, replica: p99 ÷ the key-value server's";
    Optional<Side> feast = named(sides, FEAST);
    report.bar(
        feast.isPresent()
            ? Bar.atMost(keyValue, kith.p99Over(feast.get()), 1, "")
            : Bar.unknown(keyValue, "≤ 1"));
  }

  /** What answers cost a Dgraph that is a process of this one. */
  private void cost(List<Side> sides) throws Exception {
    report.columns("asked", "Dgraph CPU, ms an answer");
    for (Side side : sides) {
      Duration before = AlphaCpu.now().orElse(Duration.ZERO);
      long answers = side.asking().ask(Duration.ZERO, time).latencies().getTotalCount();
      Duration took = AlphaCpu.now().orElse(Duration.ZERO).minus(before);
      report.row(side.name(), String.format(Locale.ROOT, "%.2f", took.toNanos() / 1e6 / answers));
    }
  }

  private static Optional<Side> named(List<Side> sides, String name) {
    return sides.stream().filter(side -> side.name().equals(name)).findFirst();
  }

  private void plot(List<Side> sides) {
    report.plot(
        "peers-throughput",
        "Answers a second",
        BarPlot.svg(
            "Answers a second, " + callers + " callers",
            sides.stream()
                .map(s -> new BarPlot.Length(s.name().replace("`", ""), s.perSecond().median()))
                .toList()));
    report.plot(
        "peers-p99",
        "p99",
        BarPlot.svg(
            "p99 in ms, " + callers + " callers",
            sides.stream()
                .map(s -> new BarPlot.Length(s.name().replace("`", ""), s.p99().median()))
                .toList()));
  }
}
