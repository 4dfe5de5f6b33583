package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.ExpectedChanges;
import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.RandomHistory.Order;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.local.DebeziumEvents.Form;
import dev.kith.proto.v1.Source;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Stopped and started again in the middle of its work, Kith")
@ExtendWith(DgraphExtension.class)
class RestartTest {
  private static final GraphSchema SCHEMA = GraphYaml.load("");
  private static final int HISTORIES = 40;
  private static final int STOPS = 4;

  /** Longer than a history, in milliseconds and in positions. */
  private static final long EPOCH = 1_000_000_000;

  @Test
  @DisplayName("loses nothing and doubles nothing, on its way to the topic, Dgraph and the replica")
  void restart(@TempDir Path directory, DgraphServer dgraph) {
    Seeds.each(
        2,
        seed -> {
          try (KithOnRealParts kith =
              new KithOnRealParts(directory.resolve(String.valueOf(seed)), dgraph)) {
            check(kith, seed, dgraph);
          }
        });
  }

  private static void check(KithOnRealParts kith, long seed, DgraphServer dgraph) throws Exception {
    List<Form> forms = List.of(Form.values());
    Form form = forms.get(Math.floorMod(seed, forms.size()));
    List<SourceEvent> events = new ArrayList<>();
    Set<String> users = new TreeSet<>(Set.of("nobody"));
    List<Long> nows = List.of();
    for (int i = 0; i < HISTORIES; i++) {
      RandomHistory history =
          RandomHistory.of(seed * HISTORIES + i, RandomHistory.Source.SOUND, Order.BOTH)
              .later(i * EPOCH);
      events.addAll(form.of(history.events()));
      users.addAll(history.users());
      nows = history.nows();
    }
    Rows rows = Rows.after(events);

    publishWithRestarts(kith, events, form, seed);

    assertThat(kith.changes(SCHEMA)).isEqualTo(new ExpectedChanges(SCHEMA).graph(rows));
    for (Source source : List.of(Source.REPLICA, Source.DGRAPH)) {
      GrpcCheck.check(kith.port(source), source, rows, users, nows);
    }
    try (DgraphContents contents = DgraphContents.of(dgraph)) {
      assertThat(contents.read()).isEqualTo(DgraphContents.expected(rows));
    }
    assertThat(kith.records(Topics.DEAD_LETTERS)).isEmpty();
  }

  /** Some events come while nothing runs, some to parts that run, and are stopped at once. */
  private static void publishWithRestarts(
      KithOnRealParts kith, List<SourceEvent> events, Form form, long seed) throws Exception {
    Random random = new Random(seed);
    int inTheMiddle = 0;
    int written = 0;
    int stretch = events.size() / (2 * STOPS + 1);
    for (int stop = 0; stop < STOPS; stop++) {
      int from = 2 * stop * stretch;
      kith.publish(events.subList(from, from + stretch), form);
      int before = written;
      kith.startIngest();
      kith.startServing();
      Await.until("it writes", () -> kith.records(Topics.GRAPH_CHANGES).size() > before);
      kith.publish(events.subList(from + stretch, from + 2 * stretch), form);
      inTheMiddle += kith.hasCaughtUp() ? 0 : 1;
      kith.stopIngest();
      kith.stopServing();
      written = kith.records(Topics.GRAPH_CHANGES).size();
      switch ((stop + random.nextInt(2)) % 3) {
        case 0 -> kith.forgetProgress(random);
        case 1 -> kith.loseState();
        default -> {}
      }
    }
    assertThat(inTheMiddle).as("stops before all was done").isPositive();
    kith.publish(events.subList(2 * STOPS * stretch, events.size()), form);
    kith.startIngest();
    kith.startServing();
    kith.awaitCaughtUp();
  }
}
