package dev.kith.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.change.Topics;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.deadletter.DeadLetters;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@DisplayName("The topics, on a real broker,")
@ExtendWith(BrokerExtension.class)
@Timeout(60)
class TopicSetupTest {
  private static final GraphSchema GRAPH = GraphYaml.load("");

  private final TestBroker broker;
  private final TopicSetup setup;

  TopicSetupTest(TestBroker broker) {
    this.broker = broker;
    this.setup = new TopicSetup(broker.admin(), broker.address());
  }

  @BeforeEach
  void clear() throws Exception {
    broker.clear();
  }

  private @Nullable String setting(String topic, String name) throws Exception {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    return broker
        .admin()
        .describeConfigs(List.of(resource))
        .all()
        .get()
        .values()
        .iterator()
        .next()
        .get(name)
        .value();
  }

  private void create(String topic, int partitions, Map<String, String> configs) throws Exception {
    NewTopic made = new NewTopic(topic, Optional.of(partitions), Optional.empty());
    broker.admin().createTopics(List.of(made.configs(configs))).all().get();
  }

  @Test
  @DisplayName("are created where they are missing, Kith's own and those of the source")
  void created() throws Exception {
    setup.ensure(GRAPH, 3);
    assertThat(broker.admin().listTopics().names().get())
        .containsExactlyInAnyOrder(
            Topics.GRAPH_CHANGES,
            Topics.DEAD_LETTERS,
            Topics.REPLAYS,
            Shop.USERS,
            Shop.PRODUCTS,
            Shop.FRIENDSHIPS,
            Shop.PURCHASES);
  }

  @Test
  @DisplayName("of changes is compacted and nothing else, and takes records of any time")
  void changes() throws Exception {
    TopicSetup.KithTopics topic = setup.ensure(GRAPH, 3);
    assertThat(topic.partitions()).isEqualTo(3);
    assertThat(setting(Topics.GRAPH_CHANGES, "cleanup.policy")).isEqualTo("compact");
    assertThat(setting(Topics.GRAPH_CHANGES, "message.timestamp.after.max.ms"))
        .isEqualTo(Long.toString(Long.MAX_VALUE));
  }

  @Test
  @DisplayName("of dead letters is kept for 30 days by the time at which they were written")
  void deadLetters() throws Exception {
    setup.ensure(GRAPH, 3);
    assertThat(setting(Topics.DEAD_LETTERS, "cleanup.policy")).isEqualTo("delete");
    assertThat(setting(Topics.DEAD_LETTERS, "retention.ms")).isEqualTo("2592000000");
    assertThat(setting(Topics.DEAD_LETTERS, "message.timestamp.type")).isEqualTo("LogAppendTime");
  }

  @Test
  @DisplayName("that are there stay as they are, and the number of partitions is theirs")
  void present() throws Exception {
    create(Topics.GRAPH_CHANGES, 2, Map.of("cleanup.policy", "compact", "segment.ms", "12345678"));
    create(Shop.USERS, 5, Map.of());
    TopicSetup.KithTopics first = setup.ensure(GRAPH, 3);
    assertThat(first.partitions()).isEqualTo(2);
    assertThat(setting(Topics.GRAPH_CHANGES, "segment.ms")).isEqualTo("12345678");
    assertThat(setup.ensure(GRAPH, 3)).isEqualTo(first);
  }

  @Test
  @DisplayName("say how large a dead letter may be")
  void largestLetter() throws Exception {
    create(Topics.DEAD_LETTERS, 1, Map.of("max.message.bytes", "4321"));
    assertThat(setup.ensure(GRAPH, 1).largestLetter()).isEqualTo(4321);
    clear();
    assertThat(setup.ensure(GRAPH, 1).largestLetter()).isEqualTo(DeadLetters.LARGEST_RECORD);
  }

  @Test
  @DisplayName("of changes has another identity once it is made anew")
  void identity() throws Exception {
    String before = setup.ensure(GRAPH, 1).changesId();
    clear();
    assertThat(setup.ensure(GRAPH, 1).changesId()).isNotEqualTo(before);
  }

  @Test
  @DisplayName("of changes is refused if it is not compacted, or is also cut off by time")
  void notCompacted() throws Exception {
    create(Topics.GRAPH_CHANGES, 1, Map.of("cleanup.policy", "compact,delete"));
    assertThatThrownBy(() -> setup.ensure(GRAPH, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Kafka at " + broker.address())
        .hasMessageContaining("cleanup.policy=compact,delete")
        .hasMessageContaining("Set it to compact");
  }
}
