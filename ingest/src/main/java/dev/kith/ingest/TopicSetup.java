package dev.kith.ingest;

import dev.kith.graph.change.Topics;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.SourceTable;
import dev.kith.ingest.deadletter.DeadLetters;
import dev.kith.ingest.retry.Backoff;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees to it that the topics are there: Kith's own with the settings that they need; a CDC topic
 * that is missing empty, as the broker makes them, since Streams can't wait for one.
 */
final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final String LARGEST_RECORD = Integer.toString(DeadLetters.LARGEST_RECORD);
  private static final String ANY_TIME = Long.toString(Long.MAX_VALUE);

  /** Compacted and nothing else: retention would remove elements that still exist. */
  private static final Map<String, String> GRAPH_CHANGES =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_COMPACT,
          // How long a reader may take from the beginning of the topic without missing a removal.
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          millis(Duration.ofDays(7)),
          TopicConfig.MIN_CLEANABLE_DIRTY_RATIO_CONFIG,
          "0.2",
          TopicConfig.SEGMENT_MS_CONFIG,
          millis(Duration.ofDays(1)),
          TopicConfig.SEGMENT_BYTES_CONFIG,
          Integer.toString(128 * 1024 * 1024),
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          LARGEST_RECORD,
          TopicConfig.MESSAGE_TIMESTAMP_AFTER_MAX_MS_CONFIG,
          ANY_TIME);

  /**
   * Also of the replays, by which it is known which letters were replayed: kept by the time at
   * which they were written, however old the record is.
   */
  private static final Map<String, String> DEAD_LETTERS =
      Map.of(
          TopicConfig.CLEANUP_POLICY_CONFIG,
          TopicConfig.CLEANUP_POLICY_DELETE,
          TopicConfig.RETENTION_MS_CONFIG,
          millis(Duration.ofDays(30)),
          TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG,
          "LogAppendTime",
          TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
          LARGEST_RECORD);

  /**
   * Kith's own topics as they are.
   *
   * @param changesId the identity of {@code kith.graph-changes}, which another topic of the same
   *     name does not have
   * @param partitions of {@code kith.graph-changes}
   * @param largestLetter the largest record that {@code kith.dead-letters} takes, in bytes
   */
  record KithTopics(String changesId, int partitions, int largestLetter) {}

  private final Admin admin;
  private final String where;

  /**
   * @param where the brokers' addresses, for messages
   */
  TopicSetup(Admin admin, String where) {
    this.admin = admin;
    this.where = "Kafka at " + where;
  }

  /**
   * Creates what is missing, and checks what is there.
   *
   * @param partitions of {@code kith.graph-changes}, if that is made
   * @throws ConfigException if Kafka does not answer, or something is not as it has to be
   */
  KithTopics ensure(GraphSchema graph, int partitions) {
    List<String> cdc = graph.sources().stream().map(SourceTable::topic).toList();
    Set<String> names = existing();
    List<NewTopic> missing = new ArrayList<>();
    missing.add(
        new NewTopic(Topics.GRAPH_CHANGES, Optional.of(partitions), Optional.empty())
            .configs(GRAPH_CHANGES));
    missing.add(
        new NewTopic(Topics.DEAD_LETTERS, Optional.of(partitions), Optional.empty())
            .configs(DEAD_LETTERS));
    missing.add(
        new NewTopic(Topics.REPLAYS, Optional.of(partitions), Optional.empty())
            .configs(DEAD_LETTERS));
    cdc.forEach(topic -> missing.add(new NewTopic(topic, Optional.empty(), Optional.empty())));
    missing.removeIf(topic -> names.contains(topic.name()));
    create(missing);
    TopicDescription changes = describe();
    checkCompacted();
    int largestLetter =
        Integer.parseInt(setting(Topics.DEAD_LETTERS, TopicConfig.MAX_MESSAGE_BYTES_CONFIG));
    return new KithTopics(changes.topicId().toString(), changes.partitions().size(), largestLetter);
  }

  private Set<String> existing() {
    return get(admin.listTopics().names(), "the list of topics");
  }

  private void create(Collection<NewTopic> topics) {
    if (topics.isEmpty()) {
      return;
    }
    Set<String> names = new TreeSet<>(topics.stream().map(NewTopic::name).toList());
    LOG.info("Creating what Kafka has not: {}", String.join(", ", names));
    admin
        .createTopics(topics)
        .values()
        .forEach(
            (name, created) -> {
              try {
                created.get();
              } catch (ExecutionException e) {
                if (!(e.getCause() instanceof TopicExistsException)) {
                  throw problem(
                      "the topic " + name + " could not be created: " + message(e),
                      "Create it, or allow ingest to");
                }
              } catch (InterruptedException e) {
                throw interrupted();
              }
            });
  }

  private void checkCompacted() {
    String policy = setting(Topics.GRAPH_CHANGES, TopicConfig.CLEANUP_POLICY_CONFIG);
    if (!TopicConfig.CLEANUP_POLICY_COMPACT.equals(policy)) {
      throw problem(
          "the topic "
              + Topics.GRAPH_CHANGES
              + " has "
              + TopicConfig.CLEANUP_POLICY_CONFIG
              + "="
              + policy
              + ", and so would lose elements that exist",
          "Set it to " + TopicConfig.CLEANUP_POLICY_COMPACT + ", or delete the topic");
    }
  }

  private String setting(String topic, String name) {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Config config =
        once(
                () -> admin.describeConfigs(List.of(resource)).all(),
                "the settings of the topic " + topic)
            .values()
            .iterator()
            .next();
    return config.get(name).value();
  }

  private TopicDescription describe() {
    return once(
            () -> admin.describeTopics(List.of(Topics.GRAPH_CHANGES)).allTopicNames(),
            "the topic " + Topics.GRAPH_CHANGES)
        .values()
        .iterator()
        .next();
  }

  /** What a topic is, once it is known: each broker hears of a new one by itself. */
  private <T> T once(Supplier<KafkaFuture<T>> question, String what) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    Backoff retry = new Backoff(new StopSignal(), Duration.ofMillis(20), Duration.ofMillis(500));
    while (true) {
      try {
        return question.get().get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)
            || System.nanoTime() > deadline
            || !retry.pause()) {
          throw unreadable(what, e);
        }
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
  }

  private <T> T get(KafkaFuture<T> answer, String what) {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw unreadable(what, e);
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private ConfigException unreadable(String what, ExecutionException e) {
    return e.getCause() instanceof TimeoutException
        ? problem("no broker answers", "Start one, or set KAFKA_BOOTSTRAP_SERVERS")
        : problem(what + " can't be read: " + message(e), "Allow ingest to describe it");
  }

  private ConfigException problem(String what, String fix) {
    return new ConfigException(List.of(new Problem(where, 0, what, fix)));
  }

  private ConfigException interrupted() {
    Thread.currentThread().interrupt();
    return problem("the start was interrupted", "Start again");
  }

  private static String message(ExecutionException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return cause.getMessage() == null || cause.getMessage().isBlank()
        ? cause.toString()
        : cause.getMessage();
  }

  private static String millis(Duration duration) {
    return Long.toString(duration.toMillis());
  }
}
