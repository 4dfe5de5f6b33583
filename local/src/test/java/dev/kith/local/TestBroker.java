package dev.kith.local;

import dev.kith.local.embedded.EmbeddedBroker;
import java.nio.file.Path;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A Kafka broker: in Docker, if its engine answers and has the image, else in this JVM. What it was
 * told is gone when it is closed.
 */
final class TestBroker implements AutoCloseable {
  private static final DockerImageName IMAGE = DockerImageName.parse("apache/kafka:4.3.1");

  private final String bootstrapServers;
  private final Runnable stop;

  private TestBroker(String bootstrapServers, Runnable stop) {
    this.bootstrapServers = bootstrapServers;
    this.stop = stop;
  }

  /**
   * Starts it; returns when it takes requests.
   *
   * @param directory for its data, if it is in this JVM
   */
  static TestBroker start(Path directory) {
    try {
      if (DockerClientFactory.instance().isDockerAvailable()) {
        return inDocker();
      }
    } catch (RuntimeException e) { // whatever Docker's client throws: no image, no space
      System.err.println("[kafka] Docker: " + e.getMessage());
    }
    EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
    return new TestBroker(broker.bootstrapServers(), broker::close);
  }

  private static TestBroker inDocker() {
    KafkaContainer container = new KafkaContainer(IMAGE);
    try {
      container.start();
    } catch (RuntimeException e) {
      container.stop();
      throw e;
    }
    System.err.println("[kafka] in Docker (" + IMAGE + ")");
    return new TestBroker(container.getBootstrapServers(), container::stop);
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public void close() {
    stop.run();
  }
}
