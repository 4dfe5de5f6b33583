package dev.kith.bench.ingest;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.Drain;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.Stages;
import dev.kith.serving.Serving;
import dev.kith.tools.dgraph.DgraphServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench stages}. */
@Command(
    name = "stages",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure the way from change events to the graphs, stage by stage. It is not part of the"
          + " report of everything.",
      ""
    })
public final class StagesBench implements Callable<Integer> {
  @Mixin private Options options = new Options();
  @Mixin private ShopOptions shops = new ShopOptions();

  @Option(names = "--no-dgraph", description = "Leave out what needs a Dgraph.")
  private boolean noDgraph;

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shops.shop(options, new PowerLawShop(1, 10_000, 20, 10));
    return options.run("From change events to graphs", report -> measure(shop, report));
  }

  private void measure(PowerLawShop shop, Report report) throws Exception {
    report.fact("shop", shop.describe());
    Drain.columns(report);
    try (Rig rig = Rig.start();
        Serving replica = rig.replica()) {
      options.say("Publishing " + shop.size() + " row changes");
      rig.publish(shop);
      options.say("CDC topics to kith.graph-changes");
      Stages.ingest(rig, shop.size()).row(report, "CDC topics → `kith.graph-changes`");
      long changes = changesOf(rig, shop);
      options.say("kith.graph-changes to the replica");
      Stages.replica(replica, changes).row(report, "`kith.graph-changes` → replica");
      if (!noDgraph) {
        try (DgraphServer dgraph = DgraphServer.obtain(options::say)) {
          options.say("kith.graph-changes to Dgraph");
          Stages.dgraph(rig, changes, dgraph.address())
              .row(report, "`kith.graph-changes` → Dgraph");
        }
      }
    }
    report.paragraph(
        "Each stage alone, on all that the one before left (so not end to end): from when what"
            + " waits is first seen to shrink until nothing waits, by offsets, looked at every"
            + " 100 ms (replica: 20 ms). Start-up is what goes before. Broker, registry, ingest and"
            + " serving share this process, and the machine with Dgraph.");
  }

  /** All must have arrived, or the figures say nothing. */
  private static long changesOf(Rig rig, PowerLawShop shop) {
    long changes = rig.changes();
    long dead = rig.deadLetters();
    if (dead != 0 || changes < shop.size()) {
      throw new IllegalStateException(
          "of %d rows came %d changes, and %d dead letters".formatted(shop.size(), changes, dead));
    }
    return changes;
  }
}
