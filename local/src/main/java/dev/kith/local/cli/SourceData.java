package dev.kith.local.cli;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.local.LocalKith;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.local.shop.ShopFile;
import dev.kith.local.shop.ShopProfile;
import dev.kith.local.shop.ShopSimulator;
import dev.kith.local.shop.ShopTables;
import dev.kith.local.shop.StoredShop;
import dev.kith.local.source.BadLine;
import dev.kith.local.source.CdcPublisher;
import dev.kith.local.source.CsvFolder;
import dev.kith.local.source.Table;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/** What {@code kith up} publishes: a simulated shop, the user's CSV files, or nothing. */
final class SourceData {

  /**
   * What was published.
   *
   * @param simulator what goes on happening, if anything does
   * @param member somebody to look at
   * @param who what is remarkable about that member
   */
  record Published(Optional<ShopSimulator> simulator, Optional<String> member, String who) {}

  private static final int BAD_LINES_SHOWN = 20;
  private static final String KEPT = "The data directory has data: nothing is published again";
  private static final String IN_RING = "a member of the planted fraud ring";

  private final Terminal terminal;
  private final GraphSchema graph;
  private final ShopProfile profile;
  private final Optional<CsvFolder> csv;
  private final ShopFile file;

  /**
   * @param profile of the simulated shop, if there is to be a new one
   * @throws ConfigException if the directory's data are not of what is asked for
   */
  SourceData(
      Terminal terminal,
      GraphSchema graph,
      ShopProfile profile,
      Optional<CsvFolder> csv,
      DataDirectory directory) {
    this.terminal = terminal;
    this.graph = graph;
    this.profile = profile;
    this.csv = csv;
    Path path = directory.of("shop.properties");
    this.file = new ShopFile(path);
    if (csv.isPresent() && file.read().filter(ShopFile.Simulated.class::isInstance).isPresent()) {
      throw new ConfigException(
          List.of(
              new Problem(
                  path.toString(),
                  0,
                  "the data kept there are the simulated shop's",
                  "Choose another folder with --data-dir for the CSV files")));
    }
  }

  /** The tables whose rows are published, or may be by others. */
  List<Table> tables() {
    return isSimulated() ? ShopTables.ALL : graph.sources().stream().map(Table::of).toList();
  }

  private boolean isSimulated() {
    return csv.isEmpty()
        && ShopTables.feed(graph)
        && file.read().filter(ShopFile.Csv.class::isInstance).isEmpty();
  }

  /** Publishes what there is at the start; returns when the broker has it. */
  Published publish(LocalKith kith, CdcPublisher publisher) throws InterruptedException {
    if (csv.isPresent()) {
      return csv(csv.get(), publisher);
    }
    ShopFile.Contents kept = file.read().orElse(null);
    if (kept instanceof ShopFile.Csv(Optional<String> member)) {
      terminal.say(KEPT);
      return new Published(Optional.empty(), member, "");
    }
    if (!ShopTables.feed(graph)) {
      terminal.say(
          "The simulated shop does not fit this graph: nothing is published. Start with --csv DIR,"
              + " or publish to the graph's topics");
      return new Published(Optional.empty(), Optional.empty(), "");
    }
    if (kept instanceof ShopFile.Simulated(ShopProfile old)) {
      terminal.say(KEPT);
      // What was published before the last stop may not have been taken yet.
      kith.awaitTaken();
      return simulated(StoredShop.reopen(kith.kafka(), graph, old, InstantSource.system()), old);
    }
    return simulated(publisher);
  }

  private Published simulated(CdcPublisher publisher) {
    ProgressLine progress = terminal.progress("Publishing");
    double total = ShopSimulator.openingRows(profile);
    AtomicLong rows = new AtomicLong();
    ShopSimulator simulator =
        ShopSimulator.open(
            profile,
            InstantSource.system(),
            change -> {
              publisher.publish(change);
              long count = rows.incrementAndGet();
              progress.at(count, Math.min(1, count / total));
            });
    publisher.flush();
    said(progress, rows.get(), "a simulated shop", "");
    file.write(new ShopFile.Simulated(profile));
    return simulated(simulator, profile);
  }

  private static Published simulated(ShopSimulator simulator, ShopProfile profile) {
    return new Published(Optional.of(simulator), Optional.of(profile.ring().getFirst()), IN_RING);
  }

  private Published csv(CsvFolder folder, CdcPublisher publisher) {
    ProgressLine progress = terminal.progress("Publishing");
    AtomicLong bad = new AtomicLong();
    long rows =
        folder.publish(
            publisher,
            line -> {
              progress.clear();
              report(line, bad.incrementAndGet());
            },
            progress::at);
    said(
        progress,
        rows,
        "the CSV files",
        bad.get() == 0 ? "" : "; %,d bad lines are in kith.dead-letters".formatted(bad.get()));
    file.write(new ShopFile.Csv(folder.someEntity()));
    return new Published(Optional.empty(), folder.someEntity(), "");
  }

  private void report(BadLine line, long count) {
    if (count <= BAD_LINES_SHOWN) {
      terminal.say("Skipped " + line);
    } else if (count == BAD_LINES_SHOWN + 1) {
      terminal.say("Skipped more lines, which are only counted from here on");
    }
  }

  private void said(ProgressLine progress, long rows, String what, String more) {
    progress.clear();
    Duration elapsed = progress.elapsed();
    terminal.say(
        String.format(
            Locale.ROOT,
            "Published %s: %,d rows in %.1f s (%,d/s)%s",
            what,
            rows,
            elapsed.toMillis() / 1000.0,
            ProgressLine.rate(rows, elapsed),
            more));
  }
}
