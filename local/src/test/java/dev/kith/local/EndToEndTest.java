package dev.kith.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.RandomHistory;
import dev.kith.features.oracle.RandomHistory.Order;
import dev.kith.features.oracle.Rows;
import dev.kith.features.oracle.SourceEvent;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Topics;
import dev.kith.local.DebeziumEvents.Form;
import dev.kith.proto.v1.Source;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("From Avro on a real Kafka to features over gRPC,")
@ExtendWith(DgraphExtension.class)
class EndToEndTest {
  private static final int HISTORIES = 6;

  /** Longer than a history, in milliseconds and in positions. */
  private static final long EPOCH = 1_000_000_000;

  @Test
  @DisplayName("the replica and Dgraph give every user's features as the oracle has them")
  void endToEnd(@TempDir Path directory, DgraphServer dgraph) {
    Seeds.each(
        2,
        seed -> {
          try (KithOnRealParts kith =
              new KithOnRealParts(directory.resolve(String.valueOf(seed)), dgraph)) {
            kith.startIngest();
            kith.startServing();
            check(kith, seed);
          }
        });
  }

  /** Several histories of one shop, one after the other, each in another of Debezium's forms. */
  private static void check(KithOnRealParts kith, long seed) throws Exception {
    Rows rows = new Rows();
    Set<String> users = new TreeSet<>(Set.of("nobody"));
    for (int i = 0; i < HISTORIES; i++) {
      List<Form> forms = List.of(Form.values());
      Form form = forms.get(i % forms.size());
      // Where positions go back, what a truncate reaches depends on which partition is read first.
      RandomHistory.Source source =
          form == Form.ENVELOPE ? RandomHistory.Source.SOUND : RandomHistory.Source.TROUBLED;
      RandomHistory history =
          RandomHistory.of(seed * HISTORIES + i, source, Order.BOTH).later(i * EPOCH);
      List<SourceEvent> events = form.of(history.events());
      events.forEach(rows::take);
      users.addAll(history.users());
      kith.publish(events, form);
      kith.awaitCaughtUp();
      for (Source answers : List.of(Source.REPLICA, Source.DGRAPH)) {
        GrpcCheck.check(kith.port(answers), answers, rows, users, history.nows());
      }
    }
    assertThat(kith.records(Topics.DEAD_LETTERS)).isEmpty();
  }
}
