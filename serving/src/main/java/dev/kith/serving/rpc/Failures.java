package dev.kith.serving.rpc;

import dev.kith.dgraph.DgraphException;
import dev.kith.serving.source.NotReadyException;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failures are to callers: a code, and a message that says nothing internal. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static StatusException status(Throwable failure) {
    Status status =
        switch (failure) {
          case StatusException decided -> decided.getStatus();
          case NotReadyException e ->
              Status.UNAVAILABLE.withDescription(e.getMessage() + "; try again later");
          case RejectedExecutionException e ->
              Status.RESOURCE_EXHAUSTED.withDescription(
                  "too many requests at once; try again later");
          case DgraphException e ->
              switch (e.kind()) {
                case ABORTED ->
                    Status.ABORTED.withDescription("Dgraph aborted the read; try again");
                case UNAVAILABLE ->
                    Status.UNAVAILABLE.withDescription("Dgraph does not answer; try again later");
                case DEADLINE_EXCEEDED ->
                    Status.DEADLINE_EXCEEDED.withDescription("Dgraph did not answer in time");
                case REFUSED -> defect(e);
              };
          default -> defect(failure);
        };
    return status.asException();
  }

  private static Status defect(Throwable failure) {
    String reference = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    LOG.error("A request failed, reference {}", reference, failure);
    return Status.INTERNAL.withDescription(
        "a defect in Kith; its log tells more under reference " + reference);
  }
}
