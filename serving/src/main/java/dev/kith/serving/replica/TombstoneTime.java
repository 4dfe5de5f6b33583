package dev.kith.serving.replica;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeConfigsOptions;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks for how long a topic keeps tombstones at least. */
final class TombstoneTime {
  private static final Logger LOG = LoggerFactory.getLogger(TombstoneTime.class);
  private static final int TIMEOUT_MS = 5_000;

  private TombstoneTime() {}

  /** Empty if Kafka does not tell; the log says why. */
  static Optional<Duration> of(Admin admin, String topic) throws InterruptedException {
    ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    try {
      return admin
          .describeConfigs(List.of(resource), new DescribeConfigsOptions().timeoutMs(TIMEOUT_MS))
          .all()
          .get()
          .values()
          .stream()
          .map(config -> config.get(TopicConfig.DELETE_RETENTION_MS_CONFIG))
          .map(entry -> Duration.ofMillis(Long.parseLong(entry.value())))
          .findFirst();
    } catch (ExecutionException e) {
      LOG.warn(
          "No snapshot is used: Kafka does not tell {} of {}: {}",
          TopicConfig.DELETE_RETENTION_MS_CONFIG,
          topic,
          e.getMessage());
      return Optional.empty();
    }
  }
}
