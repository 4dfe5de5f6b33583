package dev.kith.dgraph;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static dev.kith.graph.ContractGraph.around;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.tools.dgraph.DgraphExtension;
import dev.kith.tools.dgraph.DgraphServer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The connection to Dgraph")
class DgraphTest {
  private static final Duration PLENTY = Duration.ofSeconds(30);

  @Test
  @DisplayName("fails as UNAVAILABLE where nothing listens, and says where and why")
  void nothingListens() throws Exception {
    String address = freeAddress();
    try (Dgraph dgraph = Dgraph.connect(List.of(address))) {
      EgoGraphReader reader = new EgoGraphReader(dgraph, SCHEMA);
      DgraphWriter writer = new DgraphWriter(dgraph, SCHEMA, "topic");
      for (Call call :
          List.<Call>of(
              () -> dgraph.version(PLENTY),
              () -> dgraph.applySchema(SCHEMA),
              () -> reader.read(around(), "ann", 0, PLENTY),
              () -> writer.position(0),
              () -> writer.write(0, 0, 1, List.of()))) {
        assertThatExceptionOfType(DgraphException.class)
            .isThrownBy(call::run)
            .withMessageContaining("Dgraph at " + address + " does not answer")
            .withMessageContaining("Connection refused")
            .extracting(DgraphException::kind)
            .isEqualTo(Kind.UNAVAILABLE);
      }
    }
  }

  @Test
  @DisplayName("fails as DEADLINE_EXCEEDED when the time is over that the caller gave")
  void neverAnswers() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Dgraph dgraph = Dgraph.connect(List.of("localhost:" + silent.getLocalPort()))) {
      EgoGraphReader reader = new EgoGraphReader(dgraph, SCHEMA);
      long start = System.nanoTime();
      assertDeadlineExceeded(() -> reader.read(around(), "ann", 0, Duration.ofMillis(200)));
      assertThat(Duration.ofNanos(System.nanoTime() - start))
          .isBetween(Duration.ofMillis(190), Duration.ofSeconds(20));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "localhost:", ":9080", "localhost:0", "localhost:99999"})
  @DisplayName("takes no address that is none, and says how one is written")
  void badAddresses(String address) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Dgraph.connect(List.of("localhost:9080", address)))
        .withMessage(
            "'"
                + address
                + "' is no address of a Dgraph alpha: write host:port, as in localhost:9080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"http://localhost:9080", "::1:9080", "a b:9080", "localhost:9080:1", "x:9o80"})
  @DisplayName("takes neither a URL nor an IPv6 address without brackets")
  void notAddresses(String address) {
    assertThatIllegalArgumentException().isThrownBy(() -> Address.parse(address));
  }

  @Test
  @DisplayName("takes names, IPv4 and IPv6 in brackets")
  void addresses() {
    assertThat(Address.parse(" alpha-1.example:9080 "))
        .isEqualTo(new Address("alpha-1.example", 9080));
    assertThat(Address.parse("10.0.0.1:1")).isEqualTo(new Address("10.0.0.1", 1));
    assertThat(Address.parse("[::1]:65535")).isEqualTo(new Address("[::1]", 65_535));
    assertThatIllegalArgumentException().isThrownBy(() -> Dgraph.connect(List.of()));
  }

  @Nested
  @DisplayName("with a Dgraph that runs")
  @ExtendWith(DgraphExtension.class)
  class Running {

    @Test
    @DisplayName("passes over an alpha that does not answer")
    void passesOver(DgraphServer server) throws Exception {
      try (Dgraph dgraph =
          Dgraph.connect(List.of(freeAddress(), List.of(server.address().split(",")).getFirst()))) {
        dgraph.dropAll();
        dgraph.applySchema(SCHEMA);
        EgoGraphReader reader = new EgoGraphReader(dgraph, SCHEMA);
        for (int i = 0; i < 4; i++) {
          assertThat(dgraph.version(PLENTY)).isNotEmpty();
          reader.read(around("knows"), "ann", 0, PLENTY);
        }
      }
    }

    @Test
    @DisplayName("does not begin a call for which there is no more time")
    void noTime(DgraphServer server) throws Exception {
      try (Dgraph dgraph = Dgraph.connect(List.of(server.address().split(",")))) {
        for (Duration none : List.of(Duration.ZERO, Duration.ofSeconds(-1))) {
          assertDeadlineExceeded(() -> dgraph.version(none));
        }
      }
    }

    @Test
    @DisplayName("takes a caller's unlimited time for a long one")
    void unlimited(DgraphServer server) throws Exception {
      try (Dgraph dgraph = Dgraph.connect(List.of(server.address().split(",")))) {
        assertThat(dgraph.version(Duration.ofSeconds(Long.MAX_VALUE))).isNotEmpty();
      }
    }
  }

  /** Something that asks Dgraph. */
  private interface Call {
    void run() throws DgraphException;
  }

  private static void assertDeadlineExceeded(Call call) {
    assertThatExceptionOfType(DgraphException.class)
        .isThrownBy(call::run)
        .withMessageContaining("did not answer in time")
        .extracting(DgraphException::kind)
        .isEqualTo(Kind.DEADLINE_EXCEEDED);
  }

  /** Where nothing listens. */
  private static String freeAddress() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return "localhost:" + socket.getLocalPort();
    }
  }
}
