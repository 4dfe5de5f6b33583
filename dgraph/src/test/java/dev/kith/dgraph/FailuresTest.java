package dev.kith.dgraph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.dgraph.DgraphException.Kind;
import io.grpc.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The messages are those of Dgraph 25; those that can be provoked are in the other tests too. */
@DisplayName("A failure of Dgraph")
class FailuresTest {
  private static final Address ALPHA = new Address("alpha", 9080);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ABORTED           | Transaction has been aborted. Please retry                    | ABORTED
          UNKNOWN           | Transaction has been aborted. Please retry                    | ABORTED
          FAILED_PRECONDITION | Transaction conflict                                        | ABORTED
          UNKNOWN           | StartTs: 7 is from before MoveTs: 9 for pred: "age"           | ABORTED
          UNKNOWN           | While reading UIDs: Transaction is too old                    | ABORTED
          UNAVAILABLE       | io exception                                                  | UNAVAILABLE
          CANCELLED         | Channel shutdownNow invoked                                   | UNAVAILABLE
          RESOURCE_EXHAUSTED | too many streams                                             | UNAVAILABLE
          UNKNOWN           | Please retry again, server is not ready to accept requests    | UNAVAILABLE
          UNKNOWN           | the server is in draining mode and client requests will only  | UNAVAILABLE
          UNKNOWN           | errIndexingInProgress. Please retry                           | UNAVAILABLE
          UNKNOWN           | operation opRollup is already running                         | UNAVAILABLE
          UNKNOWN           | Server overloaded with pending proposals. Please retry later  | UNAVAILABLE
          UNKNOWN           | 429 Too Many Requests. Please throttle your requests          | UNAVAILABLE
          UNKNOWN           | Node is no longer leader                                      | UNAVAILABLE
          UNKNOWN           | Only leader can decide to commit or abort                     | UNAVAILABLE
          UNKNOWN           | Assigning IDs is only allowed on leader.                      | UNAVAILABLE
          UNKNOWN           | Unable to reach leader in group 1                             | UNAVAILABLE
          UNKNOWN           | don't have the address of any dgraph zero leader              | UNAVAILABLE
          UNKNOWN           | Unhealthy connection                                          | UNAVAILABLE
          UNKNOWN           | Tablet isn't being served by this instance                    | UNAVAILABLE
          UNKNOWN           | rpc error: code = Unavailable desc = transport is closing     | UNAVAILABLE
          INTERNAL          | RST_STREAM closed stream. HTTP/2 error code: INTERNAL_ERROR   | UNAVAILABLE
          DEADLINE_EXCEEDED | deadline exceeded after 0.2s                                  | DEADLINE_EXCEEDED
          UNKNOWN           | context deadline exceeded                                     | DEADLINE_EXCEEDED
          RESOURCE_EXHAUSTED | gRPC message exceeds maximum size 268435456: 300000000       | REFUSED
          UNKNOWN           | Predicate person_id is not indexed                            | REFUSED
          UNAUTHENTICATED   | no accessJwt available                                        | REFUSED
          UNIMPLEMENTED     | Method not found: api.Dgraph/Query                            | REFUSED
          UNKNOWN           | `Input for predicate "leader" of type scalar is uid: "retry"` | REFUSED
          """)
  @DisplayName("means by its code and its words")
  void means(Status.Code code, String words, Kind kind) {
    DgraphException failure =
        Failures.of(code.toStatus().withDescription(words).asRuntimeException(), ALPHA);
    assertThat(failure.kind()).isEqualTo(kind);
    if (kind == Kind.REFUSED || kind == Kind.UNAVAILABLE) {
      assertThat(failure).hasMessageContaining(words).hasMessageContaining("alpha:9080");
    }
  }

  @Test
  @DisplayName("of the connection says what stopped it")
  void rootCause() {
    Throwable cause = new IOException(null, new ConnectException("Connection refused: alpha"));
    Status status = Status.UNAVAILABLE.withDescription("io exception").withCause(cause);
    assertThat(Failures.of(status.asRuntimeException(), ALPHA))
        .hasMessage("Dgraph at alpha:9080 does not answer: Connection refused: alpha");
  }

  @Test
  @DisplayName("of the connection passes, also where gRPC does not know what it is")
  void channelClosed() {
    Status status =
        Status.UNKNOWN.withDescription("channel closed").withCause(new ClosedChannelException());
    assertThat(Failures.of(status.asRuntimeException(), ALPHA).kind()).isEqualTo(Kind.UNAVAILABLE);
  }

  @Test
  @DisplayName("without any words is told by its code")
  void noWords() {
    assertThat(Failures.of(Status.UNAVAILABLE.asRuntimeException(), ALPHA).kind())
        .isEqualTo(Kind.UNAVAILABLE);
    assertThat(Failures.of(Status.UNKNOWN.asRuntimeException(), ALPHA).kind())
        .isEqualTo(Kind.REFUSED);
  }
}
