package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import com.google.protobuf.util.Durations;
import dev.kith.admin.process.LogLevel;
import dev.kith.local.source.Timestamps;
import dev.kith.proto.v1.RecordPosition;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** What the commands that ask a serving Kith have in common: whom, as of when, and how it fails. */
@Command(
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:an answer",
      "1:another failure",
      "2:INVALID_ARGUMENT, or a wrong use of this command",
      "3:NOT_FOUND: there is no such user",
      "4:UNAVAILABLE: nothing answers there, or it can't answer now",
      "5:DEADLINE_EXCEEDED",
      "6:FAILED_PRECONDITION: what --max-staleness or --must-include ask for did not arrive in time"
    })
final class Asking {
  static final int DEFAULT_PORT = 50051;
  private static final int MAX_TIMEOUT = 3600;
  private static final int MAX_STALENESS = 1_000_000_000;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      defaultValue = "localhost:" + DEFAULT_PORT,
      converter = Ports.Address.class,
      description = "Where Kith serves. [${DEFAULT-VALUE}]")
  private String address = "";

  @Option(
      names = "--at",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Evaluate windows as of this time: 2026-03-01T12:00:00Z. [now]")
  private @Nullable Instant at;

  @Option(
      names = "--max-staleness",
      paramLabel = "SECONDS",
      description = "Wait until the answer has everything until so long ago.")
  private @Nullable Double maxStaleness;

  @Option(
      names = "--must-include",
      paramLabel = "TOPIC:PARTITION@OFFSET",
      converter = RecordConverter.class,
      description = "Wait until this record of a CDC topic is in the answer; may be repeated.")
  private List<RecordPosition> mustInclude = List.of();

  @Option(
      names = "--must-include-until",
      paramLabel = "TIME",
      converter = TimeConverter.class,
      description = "Wait until everything is in the answer that reached the CDC topics before.")
  private @Nullable Instant mustIncludeUntil;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "5",
      description = "How long to wait. [${DEFAULT-VALUE}]")
  private double timeout;

  /** Reads times as the CSV files have them. */
  static final class TimeConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
      try {
        return Timestamps.parse(text);
      } catch (DateTimeException e) {
        throw new TypeConversionException("'" + text + "' is no time like 2026-03-01T12:00:00Z");
      }
    }
  }

  /** Reads where a record is. */
  static final class RecordConverter implements ITypeConverter<RecordPosition> {
    private static final Pattern FORM = Pattern.compile("(.+):(\\d{1,9})@(\\d{1,18})");

    @Override
    public RecordPosition convert(String text) {
      Matcher form = FORM.matcher(text);
      if (!form.matches()) {
        throw new TypeConversionException(
            "'" + text + "' is no record like shop.public.purchases:0@1234");
      }
      return RecordPosition.newBuilder()
          .setTopic(form.group(1))
          .setPartition(Integer.parseInt(form.group(2)))
          .setOffset(Long.parseLong(form.group(3)))
          .build();
    }
  }

  /** Asks, and shows the answer. */
  interface Question {
    void ask(FeatureClient client, java.time.Duration timeout) throws Exception;
  }

  /**
   * Asks the Kith that serves there.
   *
   * @return the exit code
   */
  int ask(Question question) throws Exception {
    if (!(timeout > 0 && timeout <= MAX_TIMEOUT)) {
      throw wrong("--timeout must be more than 0 and at most " + MAX_TIMEOUT);
    }
    Double age = maxStaleness;
    if (age != null && !(age >= 0 && age <= MAX_STALENESS)) {
      throw wrong("--max-staleness must be from 0 to " + MAX_STALENESS);
    }
    LogLevel.set(System.getenv(), Level.WARN);
    // What it warns of is in the failure that is reported.
    LogLevel.quieten("io.grpc");
    try (FeatureClient client = new FeatureClient(address)) {
      question.ask(client, java.time.Duration.ofNanos((long) (timeout * 1e9)));
      return 0;
    } catch (StatusRuntimeException e) {
      spec.commandLine().getErr().println("kith: " + message(e));
      return exitCode(e.getStatus().getCode());
    }
  }

  /** A wrong use of the command. */
  ParameterException wrong(String why) {
    return new ParameterException(spec.commandLine(), why);
  }

  Optional<Timestamp> at() {
    return Optional.ofNullable(at).map(Asking::timestamp);
  }

  Optional<Duration> maxStaleness() {
    return Optional.ofNullable(maxStaleness).map(age -> Durations.fromNanos((long) (age * 1e9)));
  }

  List<RecordPosition> mustInclude() {
    return mustInclude;
  }

  Optional<Timestamp> mustIncludeUntil() {
    return Optional.ofNullable(mustIncludeUntil).map(Asking::timestamp);
  }

  private static Timestamp timestamp(Instant time) {
    return Timestamp.newBuilder()
        .setSeconds(time.getEpochSecond())
        .setNanos(time.getNano())
        .build();
  }

  private String message(StatusRuntimeException e) {
    Status status = e.getStatus();
    if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
      return "DEADLINE_EXCEEDED: no answer within " + timeout + " s. Longer: --timeout";
    }
    return FeatureClient.unreachable(e, address)
        .orElseGet(() -> status.getCode() + ": " + status.getDescription());
  }

  private static int exitCode(Status.Code code) {
    return switch (code) {
      case INVALID_ARGUMENT -> 2;
      case NOT_FOUND -> 3;
      case UNAVAILABLE -> 4;
      case DEADLINE_EXCEEDED -> 5;
      case FAILED_PRECONDITION -> 6;
      default -> 1;
    };
  }
}
