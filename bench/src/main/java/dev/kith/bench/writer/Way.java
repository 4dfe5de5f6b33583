package dev.kith.bench.writer;

import dev.kith.bench.report.Rates;
import java.time.Duration;
import java.util.Locale;

/** One way to write changes, and what it did round by round. Not thread-safe. */
final class Way {

  /** Writes a round's changes; returns when Dgraph has them. */
  interface Writing {
    void run() throws InterruptedException;
  }

  private final String name;
  private final Rates rates = new Rates();
  private CpuTime cpu = new CpuTime(Duration.ZERO, Duration.ZERO);
  private long changes;

  Way(String name) {
    this.name = name;
  }

  /** A round of so many changes. */
  void write(int round, Writing writing) throws InterruptedException {
    CpuTime before = CpuTime.now();
    long start = System.nanoTime();
    writing.run();
    rates.add(round, Duration.ofNanos(System.nanoTime() - start));
    CpuTime took = CpuTime.now().minus(before);
    cpu = new CpuTime(cpu.own().plus(took.own()), cpu.children().plus(took.children()));
    changes += round;
  }

  /** As a line of the table. */
  String line(Way upserts, Way plain) {
    Rates overUpserts = rates.over(upserts.rates);
    Rates overPlain = rates.over(plain.rates);
    return String.format(
        Locale.ROOT,
        "| %s | %,.0f | %,.0f | %,.0f | %.1f | %.1f | %.2f | %.2f | %.2f | %.2f |",
        name,
        rates.min(),
        rates.median(),
        rates.max(),
        overUpserts.min(),
        overUpserts.median(),
        overPlain.min(),
        overPlain.median(),
        cpu.own().toNanos() / 1e6 / changes,
        cpu.children().toNanos() / 1e6 / changes);
  }
}
