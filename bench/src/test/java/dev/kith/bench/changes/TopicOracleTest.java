package dev.kith.bench.changes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Question;
import dev.kith.bench.rig.GraphTopic;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.ServedGraph;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The oracle of a topic")
class TopicOracleTest {
  private static final PowerLawShop SHOP = new PowerLawShop(3, 60, 6, 4);
  private static final Question ALL = new Question(Question.ALL, SHOP.users());

  @Test
  @DisplayName("agrees with a server of what is left on the topic, and with no other")
  void check() throws Exception {
    Instant now = Instant.now();
    long minuteAgo = ChronoUnit.MICROS.between(Instant.EPOCH, now) - 60_000_000;
    try (Rig rig = Rig.start();
        GraphTopic topic = rig.topic();
        ServedGraph served = new ServedGraph()) {
      ChangeSink onTopic = new ChangeSink(rig.schema(), topic::send);
      SHOP.generate(now, onTopic);
      onTopic.purchase("gone", "u1", "p1", 1, 100, minuteAgo);
      onTopic.returned("gone");
      topic.flush();
      ChangeSink here = new ChangeSink(served.schema(), served.graph()::apply);
      SHOP.generate(now, here);

      TopicOracle oracle = TopicOracle.read(rig);
      assertThat(oracle.check(served.target("right"), ALL)).isEqualTo(60);

      here.purchase("gone", "u1", "p1", 1, 100, minuteAgo);
      assertThatThrownBy(() -> oracle.check(served.target("wrong"), ALL))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("the replica says");
    }
  }
}
