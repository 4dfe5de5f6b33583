package dev.kith.bench.changes;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.report.Bar;
import dev.kith.bench.report.Rates;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.Drain;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.Stages;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.memory.GraphLoad;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.serving.Serving;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench replay}. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure how fast a replica is filled: the decoder and the graph apart, together, and from"
          + " kith.graph-changes.",
      ""
    })
public final class ReplayBench implements Callable<Integer> {
  private static final PowerLawShop SHOP = new PowerLawShop(1, 40_000, 40, 20);

  @Mixin private Options options = new Options();
  @Mixin private ShopOptions shops = new ShopOptions();

  @Option(names = "--rounds", defaultValue = "3", description = "[${DEFAULT-VALUE}]")
  private int rounds;

  private final GraphSchema schema = GraphYaml.load("");
  private final ChangeCodec codec = new ChangeCodec(schema);

  private final List<GraphChange> changes = new ArrayList<>();
  private final List<byte[]> keys = new ArrayList<>();
  private final List<byte @Nullable []> values = new ArrayList<>();

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shops.shop(options, SHOP);
    return options.run("Replay", report -> measure(shop, report));
  }

  private void measure(PowerLawShop shop, Report report) throws Exception {
    report.fact("shop", shop.describe());
    shop.generate(Instant.now(), new ChangeSink(schema, changes::add));
    for (GraphChange change : changes) {
      keys.add(codec.key(change.element()));
      values.add(codec.value(change));
    }
    Rates decoded = new Rates();
    Rates applied = new Rates();
    Rates both = new Rates();
    // The first round warms up.
    for (int round = 0; round <= options.sized(rounds, 1); round++) {
      options.say("Replay: round " + round);
      long start = System.nanoTime();
      for (int i = 0; i < keys.size(); i++) {
        var _ = decode(i);
      }
      double decoding = perSecond(start);
      start = System.nanoTime();
      var _ = apply();
      double applying = perSecond(start);
      start = System.nanoTime();
      replay();
      if (round > 0) {
        both.add(perSecond(start));
        decoded.add(decoding);
        applied.add(applying);
      }
    }
    options.say("Replay: a snapshot");
    SnapshotLoad snapshot = SnapshotLoad.measure(apply(), options.sized(rounds, 1));
    tell(report, shop, decoded, applied, both, snapshot, fromKafka(shop));
  }

  private GraphChange decode(int i) throws MalformedChangeException {
    return codec.decode(keys.get(i), values.get(i)).orElseThrow();
  }

  private MemoryGraph apply() {
    GraphLoad load = new GraphLoad(schema);
    changes.forEach(load::apply);
    return load.graph();
  }

  private void replay() throws MalformedChangeException {
    GraphLoad load = new GraphLoad(schema);
    for (int i = 0; i < keys.size(); i++) {
      load.apply(decode(i));
    }
    var _ = load.graph();
  }

  private Drain fromKafka(PowerLawShop shop) throws Exception {
    options.say("Replay: from kith.graph-changes");
    try (Rig rig = Rig.start();
        Serving serving = rig.replica()) {
      rig.publishChanges(shop);
      return Stages.replica(serving, shop.size());
    }
  }

  private void tell(
      Report report,
      PowerLawShop shop,
      Rates decoded,
      Rates applied,
      Rates both,
      SnapshotLoad snapshot,
      Drain kafka) {
    report.columns("way", "changes/s");
    row(report, "records decoded, and left", decoded.median());
    row(report, "changes applied to an empty graph", applied.median());
    row(report, "records decoded and applied", both.median());
    row(report, "`kith.graph-changes` → replica, broker in this process", kafka.perSecond());
    report.paragraph(
        String.format(
            Locale.ROOT,
            "%,d changes, in the order in which the shop came to be, on one thread, and the lists"
                + " at the end on all processors, as the replica is filled; medians of %d rounds."
                + " From Kafka, once: the replica's consumer, from when what waits is first seen to"
                + " shrink until nothing does.",
            shop.size(),
            options.sized(rounds, 1)));
    report.bar(Bar.atLeast("replay: changes applied", applied.median(), 1_000_000, "/s"));
    report.bar(Bar.atLeast("replay: changes decoded and applied", both.median(), 1_000_000, "/s"));
    report.paragraph(
        String.format(
            Locale.ROOT,
            "A snapshot of this graph, %,.0f MB, was loaded at %,.0f MB/s from a file just written;"
                + " unbuffered, in pieces of 4 MB, the disk gives it at %,.0f MB/s.",
            snapshot.bytes() / 1e6,
            snapshot.loaded() / 1e6,
            snapshot.read() / 1e6));
    String what = "a snapshot loads at ÷ the disk's sequential read";
    report.bar(
        snapshot.read() > 0
            ? Bar.atLeast(what, snapshot.ratio(), 0.5, "")
            : Bar.unknown(what, "≥ 0.50"));
  }

  private static void row(Report report, String way, double perSecond) {
    report.row(way, String.format(Locale.ROOT, "%,.0f", perSecond));
  }

  private double perSecond(long start) {
    return changes.size() * 1e9 / (System.nanoTime() - start);
  }
}
