package dev.kith.serving.rpc;

import dev.kith.dgraph.DgraphException;
import dev.kith.serving.source.NotReadyException;
import dev.kith.serving.turn.Refusal;
import io.grpc.Status;
import io.grpc.StatusException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What failures are to callers: a code, and a message that says nothing internal. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private static final Status FULL = exhausted("too many requests at once; try again later");
  private static final Status DISPLACED =
      exhausted("too many requests of one caller at once; try again later");
  private static final Status LATE = exhausted("the request waited for too long; try again later");
  private static final Status EXPIRED =
      Status.DEADLINE_EXCEEDED.withDescription(
          "the deadline passed before the request had its turn");
  private static final Status CANCELLED = Status.CANCELLED.withDescription("the caller cancelled");

  private Failures() {}

  /** Costs next to nothing: the more are refused, the less time there is for it. */
  static StatusException refused(Refusal why) {
    return of(
        switch (why) {
          case FULL -> FULL;
          case DISPLACED -> DISPLACED;
          case LATE -> LATE;
        });
  }

  static StatusException expired() {
    return of(EXPIRED);
  }

  static StatusException cancelled() {
    return of(CANCELLED);
  }

  static StatusException status(Throwable failure) {
    return switch (failure) {
      case StatusException decided -> decided;
      case NotReadyException e ->
          of(Status.UNAVAILABLE.withDescription(e.getMessage() + "; try again later"));
      case RejectedExecutionException e -> of(FULL);
      case DgraphException e ->
          switch (e.kind()) {
            case ABORTED ->
                of(Status.ABORTED.withDescription("Dgraph aborted the read; try again"));
            case UNAVAILABLE ->
                of(Status.UNAVAILABLE.withDescription("Dgraph does not answer; try again later"));
            case DEADLINE_EXCEEDED ->
                of(Status.DEADLINE_EXCEEDED.withDescription("Dgraph did not answer in time"));
            case REFUSED -> defect(e);
          };
      default -> defect(failure);
    };
  }

  private static StatusException defect(Throwable failure) {
    String reference = "%08x".formatted(ThreadLocalRandom.current().nextInt());
    LOG.error("A request failed, reference {}", reference, failure);
    return of(
        Status.INTERNAL.withDescription(
            "a defect in Kith; its log tells more under reference " + reference));
  }

  private static Status exhausted(String message) {
    return Status.RESOURCE_EXHAUSTED.withDescription(message);
  }

  private static StatusException of(Status status) {
    return new Untraced(status);
  }

  /** A stack trace would cost more than the failure, and nobody sees it. */
  private static final class Untraced extends StatusException {
    private static final long serialVersionUID = 1L;

    Untraced(Status status) {
      super(status);
    }

    @Override
    @SuppressWarnings("UnsynchronizedOverridesSynchronized") // does nothing
    public Throwable fillInStackTrace() {
      return this;
    }
  }
}
