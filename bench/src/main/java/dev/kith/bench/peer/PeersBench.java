package dev.kith.bench.peer;

import dev.kith.bench.Options;
import dev.kith.bench.ShopOptions;
import dev.kith.bench.data.PowerLawShop;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code ./kith bench peers}. */
@Command(
    name = "peers",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Measure answers from the replica and from Dgraph beside others on the same machine and data:"
          + " the article's Python server on the same Dgraph, a key-value feature server (Feast on"
          + " Redis) with the same features computed before, and graph libraries.",
      "",
      "Dgraph is the one that DGRAPH_ALPHA_HOST names, which must be empty and is filled, else one"
          + " in Docker, else one that is built: only of the last it is told what answers cost it."
          + " Python's packages go into virtual environments in the cache, once (bench/peer).",
      ""
    })
public final class PeersBench implements Callable<Integer> {
  @Mixin private Options options = new Options();
  @Mixin private ShopOptions shops = new ShopOptions();

  @Option(names = "--callers", defaultValue = "8", description = "[${DEFAULT-VALUE}]")
  private int callers;

  @Option(names = "--rounds", defaultValue = "3", description = "[${DEFAULT-VALUE}]")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "Of each measurement. [${DEFAULT-VALUE}]")
  private int seconds;

  @Option(names = "--no-dgraph", description = "Leave out what needs a Dgraph.")
  private boolean noDgraph;

  @Option(names = "--no-python", description = "Leave out what needs Python.")
  private boolean noPython;

  @Override
  public Integer call() throws Exception {
    PowerLawShop shop = shops.shop(options, PowerLawShop.SMALL);
    Peers.Which which = new Peers.Which(!noDgraph, !noPython);
    return options.run(
        "Beside others",
        report ->
            new Peers(
                    shop,
                    which,
                    callers,
                    options.sized(rounds, 1),
                    options.quick() ? Duration.ofMillis(300) : Duration.ofSeconds(seconds),
                    report,
                    options)
                .measure());
  }
}
