package dev.kith.local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.kith.tools.dgraph.DgraphServer;
import dev.kith.tools.dgraph.DgraphServerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * By default a few rounds, every part and every connection once. {@code -Dkith.faults.rounds=N}
 * plays so many, {@code -Dkith.seed=N} others, {@code -Dkith.faults.round=N} only that one of them,
 * {@code -Dkith.faults.fault=TEXT} only those whose fault's name contains the text. {@code
 * -Dkith.faults.takeover=true} tells before them what one of two ingests that dies costs; {@code
 * -Dkith.faults.bound=N} gives a recovery so many seconds. What the processes printed is left in
 * {@code target/faults}.
 */
@DisplayName("Whatever dies, freezes or is cut off under load, Kith")
class FaultMatrixTest {
  private static final int EVENTS_PER_SECOND = Integer.getInteger("kith.faults.load", 300);
  private static final Path LOGS = Path.of("target/faults");

  @Test
  @DisplayName("recovers without hands, and holds what the source holds: none lost, doubled, wrong")
  void matrix(@TempDir Path data) throws Exception {
    long seed = Long.getLong("kith.seed", 1);
    Path dgraph = dgraph();
    removeLogs();
    try (Installation kith = new Installation(dgraph, data, LOGS.toAbsolutePath())) {
      List<Round> rounds = rounds(seed, kith.disk().mounted());
      say("seed %d, %d rounds, %d events/s".formatted(seed, rounds.size(), EVENTS_PER_SECOND));
      try (Matrix matrix = new Matrix(kith, seed, EVENTS_PER_SECOND)) {
        if (Boolean.getBoolean("kith.faults.takeover")) {
          say("one of two ingests dies\n" + matrix.takeover());
        } else {
          assertThat(rounds).as("rounds").isNotEmpty();
        }
        RecoveryTimes times = new RecoveryTimes();
        for (Round round : rounds) {
          times.add(round.fault(), play(matrix, round, seed));
        }
        say("wrong 0, lost 0, doubled 0\n" + times.table());
      }
    }
  }

  private static Duration play(Matrix matrix, Round round, long seed) {
    String what = "round %d: %s".formatted(round.number(), round);
    try {
      Matrix.Outcome outcome = matrix.play(round);
      say(
          "%s: equal %.1f s after; %d events, %d elements"
              .formatted(
                  what, outcome.recovery().toMillis() / 1e3, outcome.events(), outcome.elements()));
      return outcome.recovery();
    } catch (Exception | AssertionError e) {
      throw new AssertionError(
          """
          %s, seed %d: %s
          That round alone: -Dkith.seed=%d%s -Dkith.faults.round=%d. Logs: %s\
          """
              .formatted(what, seed, e.getMessage(), seed, property(), round.number(), LOGS),
          e);
    }
  }

  private static List<Round> rounds(long seed, boolean disk) {
    if (!disk) {
      say("LEFT OUT: a full disk. Mounting a small one (tmpfs) takes Linux, and root.");
    }
    Integer count = Integer.getInteger("kith.faults.rounds");
    List<Round> all = count == null ? Round.few(seed, disk) : Round.many(seed, count, disk);
    int only = Integer.getInteger("kith.faults.round", 0);
    String fault = System.getProperty("kith.faults.fault", "");
    return all.stream()
        .filter(round -> only == 0 || round.number() == only)
        .filter(round -> round.fault().toString().contains(fault))
        .toList();
  }

  private static String property() {
    Integer count = Integer.getInteger("kith.faults.rounds");
    return count == null ? "" : " -Dkith.faults.rounds=" + count;
  }

  private static Path dgraph() throws DgraphServerException {
    try {
      return DgraphServer.program(FaultMatrixTest::say);
    } catch (DgraphServerException e) {
      if (Boolean.parseBoolean(System.getenv("CI"))) {
        throw e;
      }
      say("SKIPPED: " + e.getMessage());
      return abort(e.getMessage());
    }
  }

  private static void removeLogs() throws IOException {
    Files.createDirectories(LOGS);
    try (var logs = Files.newDirectoryStream(LOGS, "*.log")) {
      for (Path log : logs) {
        Files.delete(log);
      }
    }
  }

  private static void say(String line) {
    System.err.println(
        "[faults] "
            + LocalTime.now(ZoneId.systemDefault()).truncatedTo(ChronoUnit.SECONDS)
            + " "
            + line);
  }
}
