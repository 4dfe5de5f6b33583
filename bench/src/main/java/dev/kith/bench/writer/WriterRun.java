package dev.kith.bench.writer;

import dev.kith.bench.Machine;
import dev.kith.bench.report.Report;
import dev.kith.bench.writer.KithWriters.Transactions;
import dev.kith.dgraph.Dgraph;
import dev.kith.dgraph.DgraphException;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.local.embedded.EmbeddedBroker;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One run of everything that is measured of the writer, into a report.
 *
 * @param alpha the address of a Dgraph, which is emptied
 * @param users of each shop when it opens
 * @param removed of a hundred changes, so many remove a purchase
 * @param changes of each way and round
 * @param seconds of reads a round
 * @param progress told what is being done, a line at a time
 */
record WriterRun(
    String alpha,
    long seed,
    int users,
    int removed,
    int changes,
    int rounds,
    int seconds,
    Report report,
    Consumer<String> progress) {

  private static final GraphSchema GRAPH = GraphYaml.load("");
  private static final int[] ONE = {0};
  private static final int[] FOUR = {1, 2, 3, 4};
  private static final int UPSERTS = 10; // of so many changes one
  private static final int LONG = 5; // times as many changes, for a share that is small

  /** The sizes of batches of which the plain client takes the best. */
  private static final List<Integer> BATCHES = List.of(250, 1000, 4000);

  /** Something that needs a broker, an empty Dgraph and writers that just started. */
  private interface Measurement {
    void run(KithWriters writers) throws Exception;
  }

  void measure() throws Exception {
    describe();
    progress.accept("Side by side");
    with(1, this::sideBySide);
    report.heading("Conflicts of four writers, which share users and products");
    report.add(
        "| writers | Dgraph | changes/s | changes a batch | batches | creations of nodes | aborted"
            + " |");
    report.add("| --- | --- | ---: | ---: | ---: | ---: | ---: |");
    progress.accept("Conflicts: one process");
    with(1, writers -> conflicts(writers, "one process, four partitions"));
    progress.accept("Conflicts: four processes");
    with(4, writers -> conflicts(writers, "four processes, caches of their own"));
    report.paragraph(
        "Empty: users and products are made by all four at once. Filled: the same shop, later.");
    progress.accept("Reads beside the writer");
    with(1, writers -> new ReadsBesideWriter(GRAPH, alpha, seed, users, this).measure(writers));
  }

  private void describe() throws DgraphException {
    report.fact("machine", Machine.hardware());
    report.fact(
        "load when it began",
        String.format(
            Locale.ROOT,
            "%.1f",
            ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage()));
    report.fact("JDK", Machine.jdk());
    report.fact("versions", "Kith " + Machine.kith() + ", Kafka " + Machine.kafka());
    try (Dgraph dgraph = Dgraph.connect(List.of(alpha))) {
      report.fact("Dgraph", "version " + dgraph.version(Duration.ofSeconds(10)));
    }
    report.fact(
        "shops",
        String.format(
            Locale.ROOT,
            "seed %d, each of %,d users and %,d products when it opens; %,d changes a round, %d %%"
                + " of them removed purchases",
            seed,
            users,
            users / 4,
            changes,
            removed));
  }

  private void with(int processes, Measurement measurement) throws Exception {
    try (Dgraph dgraph = Dgraph.connect(List.of(alpha))) {
      dgraph.dropAll();
    }
    try (DataDirectory directory = DataDirectory.open(Optional.empty());
        EmbeddedBroker broker = EmbeddedBroker.start(directory.of("kafka"), 0);
        KithWriters writers =
            KithWriters.start(broker.bootstrapServers(), alpha, GRAPH, processes)) {
      measurement.run(writers);
    }
  }

  private void sideBySide(KithWriters writers) throws Exception {
    try (Alpha connection = new Alpha(alpha)) {
      UpsertClient upserts = new UpsertClient(connection);
      KnownUidsClient plain = new KnownUidsClient(connection);
      ShopChanges a = shop("a");
      ShopChanges b = shop("b");
      ShopChanges one = shop("c");
      ShopChanges four = shop("d");
      new KnownUidsClient(connection).write(a.opening(), 1000);
      plain.write(b.opening(), 1000);
      writers.write(one.opening(), ONE);
      writers.write(four.opening(), FOUR);
      a.next(changes / UPSERTS).forEach(upserts::write); // to warm up
      int batch = best(plain, b);
      for (int i = 0; i < BATCHES.size(); i++) { // as often
        writers.write(one.next(changes), ONE);
        writers.write(four.next(changes), FOUR);
      }

      Way upsertWay = new Way("one upsert block a record");
      Way plainWay = new Way("plain quads, all uids known, one client, batches of " + batch);
      Way oneWay = new Way("Kith, one partition");
      Way fourWay = new Way("Kith, four partitions");
      for (int round = 1; round <= rounds; round++) {
        progress.accept("Round " + round + " of " + rounds);
        List<GraphChange> some = a.next(changes / UPSERTS);
        upsertWay.write(some.size(), () -> some.forEach(upserts::write));
        List<GraphChange> all = b.next(changes);
        plainWay.write(changes, () -> plain.write(all, batch));
        Map<Integer, Long> oneEnd = writers.fill(one.next(changes), ONE);
        oneWay.write(changes, () -> writers.drain(oneEnd));
        Map<Integer, Long> fourEnds = writers.fill(four.next(changes), FOUR);
        fourWay.write(changes, () -> writers.drain(fourEnds));
      }
      report.heading("Side by side: the same changes, a round each in turn");
      report.add(
          "| way | changes/s: min | median | max | × one upsert a record: min | median"
              + " | × plain quads: min | median | CPU, ms a change: client | Dgraph |");
      report.add("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
      for (Way way : List.of(upsertWay, plainWay, oneWay, fourWay)) {
        report.add(way.line(upsertWay, plainWay));
      }
      report.paragraph(
          "Kith's figures are from Kafka to Dgraph: its changes were published before, the broker"
              + " is in the client's process; the other two make theirs of what is in memory. "
              + rounds
              + " rounds after some that were not counted; ratios are of the same round. CPU times"
              + " hardly depend on what else the machine does.");
    }
  }

  private int best(KnownUidsClient plain, ShopChanges changes) {
    int best = 0;
    double bestTime = Double.MAX_VALUE;
    var _ = time(() -> plain.write(changes.next(this.changes / 2), BATCHES.getFirst()));
    for (int batch : BATCHES) {
      List<GraphChange> some = changes.next(this.changes);
      double time = time(() -> plain.write(some, batch)).toNanos();
      if (time < bestTime) {
        bestTime = time;
        best = batch;
      }
    }
    return best;
  }

  private void conflicts(KithWriters writers, String who) throws Exception {
    ShopChanges shop = shop("s");
    conflicts(writers, who, "empty", shop.next(changes));
    writers.write(shop.opening(), FOUR);
    conflicts(writers, who, "filled", shop.next(LONG * changes));
  }

  private void conflicts(KithWriters writers, String who, String what, List<GraphChange> stream)
      throws InterruptedException {
    Transactions before = writers.transactions();
    Map<Integer, Long> ends = writers.fill(stream, FOUR);
    long start = System.nanoTime();
    writers.drain(ends);
    Duration time = Duration.ofNanos(System.nanoTime() - start);
    Transactions done = writers.transactions().minus(before);
    report.add(
        String.format(
            Locale.ROOT,
            "| %s | %s | %,.0f | %.0f | %d, %d aborted | %d, %d aborted | %.1f %% |",
            who,
            what,
            stream.size() * 1e9 / time.toNanos(),
            done.perBatch(),
            done.batches().committed() + done.batches().aborted(),
            done.batches().aborted(),
            done.creations().committed() + done.creations().aborted(),
            done.creations().aborted(),
            100.0 * done.aborted() / done.all()));
  }

  ShopChanges shop(String prefix) {
    return new ShopChanges(GRAPH, seed, prefix, users, removed);
  }

  private static Duration time(Runnable work) {
    long start = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
