package dev.kith.tools.dgraph;

import java.time.Duration;
import java.util.function.Consumer;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** A zero and an alpha in containers, on a network of their own. Testcontainers removes them. */
final class DockerDgraph implements DgraphServer.Running {
  private static final DockerImageName IMAGE = DockerImageName.parse("dgraph/dgraph:v25.4.0");
  private static final int GRPC = 9080;
  private static final int HTTP = 8080;

  private final Network network = Network.newNetwork();
  private final GenericContainer<?> zero =
      new GenericContainer<>(IMAGE)
          .withNetwork(network)
          .withNetworkAliases("zero")
          .withCommand("dgraph", "zero", "--my=zero:5080", "--telemetry=reports=false")
          .withExposedPorts(6080)
          .waitingFor(Wait.forHttp("/state").forPort(6080))
          .withStartupTimeout(Duration.ofMinutes(1));
  private final GenericContainer<?> alpha =
      new GenericContainer<>(IMAGE)
          .withNetwork(network)
          .withNetworkAliases("alpha")
          // Docker's proxy is not loopback to the alpha, so changing the schema must be allowed to
          // all.
          .withCommand(
              "dgraph",
              "alpha",
              "--my=alpha:7080",
              "--zero=zero:5080",
              "--security=whitelist=0.0.0.0/0",
              "--telemetry=reports=false")
          .withExposedPorts(GRPC, HTTP)
          .waitingFor(Wait.forHttp("/health").forPort(HTTP))
          .withStartupTimeout(Duration.ofMinutes(1));

  private DockerDgraph() {}

  static DgraphServer.Running start(Consumer<String> progress) throws DgraphServerException {
    DockerDgraph dgraph = null;
    try {
      if (!DockerClientFactory.instance().isDockerAvailable()) {
        throw new DgraphServerException("Docker: its engine does not answer.", null);
      }
      progress.accept("Starting Dgraph in Docker (" + IMAGE + ")");
      dgraph = new DockerDgraph();
      dgraph.zero.start();
      dgraph.alpha.start();
      return dgraph;
    } catch (RuntimeException e) { // whatever Docker's client throws: no image, no space, no answer
      if (dgraph != null) {
        dgraph.close();
      }
      throw new DgraphServerException("Docker: " + rootMessage(e), e);
    }
  }

  @Override
  public String address() {
    return alpha.getHost() + ":" + alpha.getMappedPort(GRPC);
  }

  @Override
  public void close() {
    alpha.stop();
    zero.stop();
    network.close();
  }

  private static String rootMessage(Throwable e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.toString() : root.getMessage();
  }
}
