package dev.kith.bench.writer;

import dev.kith.bench.load.ClosedLoop;
import dev.kith.bench.load.ClosedLoop.Result;
import dev.kith.bench.report.Rates;
import dev.kith.bench.writer.KithWriters.Transactions;
import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.EgoGraphReader;
import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.EgoShape;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import org.HdrHistogram.Histogram;

/**
 * How long it takes to read what the shipped features need of a user, from a Dgraph that does
 * nothing else and from one that the writer writes to, in turns, and the same users in both.
 */
record ReadsBesideWriter(GraphSchema graph, String alpha, long seed, int users, WriterRun run) {

  private static final int[] PARTITIONS = {1, 2, 3, 4};
  private static final int CHANGES_A_SECOND = 1000;
  private static final int FRIENDS = 8;
  private static final int PURCHASES = 4;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  void measure(KithWriters writers) throws Exception {
    ShopChanges shop = run.shop("r");
    writers.write(shop.opening(), PARTITIONS);
    writers.write(shop.history(FRIENDS, PURCHASES), PARTITIONS);
    try (Dgraph dgraph = Dgraph.connect(List.of(alpha))) {
      EgoGraphReader reader = new EgoGraphReader(dgraph, graph);
      EgoShape shape = FeatureCatalogue.load("", graph).planAll().shape();
      Histogram idle = new Histogram(3);
      Histogram busy = new Histogram(3);
      Rates ratios = new Rates();
      var _ = read(reader, shape, shop, 0); // to warm up
      var _ = readBesideWriter(reader, shape, shop, writers, 0);
      Transactions before = writers.transactions();
      long written = 0;
      for (int round = 1; round <= run.rounds(); round++) {
        run.progress().accept("Reads, round " + round + " of " + run.rounds());
        Result still = read(reader, shape, shop, round);
        Result beside = readBesideWriter(reader, shape, shop, writers, round);
        written = writers.transactions().minus(before).records();
        idle.add(still.latencies());
        busy.add(beside.latencies());
        ratios.add(beside.micros(99) / still.micros(99));
      }
      report(idle, busy, ratios, writers.transactions().minus(before), written);
    }
  }

  private Result readBesideWriter(
      EgoGraphReader reader, EgoShape shape, ShopChanges shop, KithWriters writers, int round)
      throws InterruptedException, ExecutionException {
    StopSignal stop = new StopSignal();
    Thread trickle =
        Thread.ofPlatform().start(() -> writers.trickle(shop, CHANGES_A_SECOND, stop, PARTITIONS));
    try {
      return read(reader, shape, shop, round);
    } finally {
      stop.stop();
      trickle.join();
    }
  }

  private Result read(EgoGraphReader reader, EgoShape shape, ShopChanges shop, int round)
      throws InterruptedException, ExecutionException {
    Duration time = Duration.ofSeconds(run.seconds());
    Random random = new Random(seed * 1000 + round);
    return new ClosedLoop(1, time.dividedBy(4), time)
        .run(caller -> () -> read(reader, shape, shop.userKey(random.nextInt(users))));
  }

  private static void read(EgoGraphReader reader, EgoShape shape, String user) {
    try {
      var _ = reader.read(shape, user, Long.MAX_VALUE, TIMEOUT);
    } catch (DgraphException e) {
      throw new IllegalStateException(e);
    }
  }

  private void report(
      Histogram idle, Histogram busy, Rates ratios, Transactions done, long written) {
    run.report().heading("Reads of an ego graph, all shipped features");
    run.report().add("| Dgraph | reads | p50, ms | p99, ms | max, ms |");
    run.report().add("| --- | ---: | ---: | ---: | ---: |");
    line("idle", idle);
    line(String.format(Locale.ROOT, "written to, %,d changes/s", CHANGES_A_SECOND), busy);
    run.report()
        .paragraph(
            String.format(
                Locale.ROOT,
                "p99 beside the writer ÷ p99 of the idle Dgraph: %.2f over all, %.2f in the median"
                    + " round (%.2f to %.2f). One caller in a closed loop, %d users with %d friends"
                    + " on average, the same users in both halves of a round. %,d changes were"
                    + " written meanwhile, %.0f a transaction.",
                (double) busy.getValueAtPercentile(99) / idle.getValueAtPercentile(99),
                ratios.median(),
                ratios.min(),
                ratios.max(),
                users,
                FRIENDS,
                written,
                done.perBatch()));
  }

  private void line(String what, Histogram latencies) {
    run.report()
        .add(
            String.format(
                Locale.ROOT,
                "| %s | %,d | %.1f | %.1f | %.1f |",
                what,
                latencies.getTotalCount(),
                latencies.getValueAtPercentile(50) / 1e6,
                latencies.getValueAtPercentile(99) / 1e6,
                latencies.getMaxValue() / 1e6));
  }
}
