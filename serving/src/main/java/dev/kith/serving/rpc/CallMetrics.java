package dev.kith.serving.rpc;

import dev.kith.proto.v1.BatchGetGraphFeaturesResponse;
import dev.kith.proto.v1.BatchResult;
import dev.kith.proto.v1.ExplainGraphFeaturesResponse;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.Source;
import dev.kith.serving.wire.EncodedAnswer;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Times the calls of the service, by method, code and the source that answered. Thread-safe. */
public final class CallMetrics implements ServerInterceptor {

  private record Kind(String method, Status.Code code, Source source) {}

  private final MeterRegistry registry;
  private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

  public CallMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    String service = call.getMethodDescriptor().getServiceName();
    return next.startCall(
        FeatureStoreServiceGrpc.SERVICE_NAME.equals(service) ? new Timed<>(call) : call, headers);
  }

  private Timer timer(Kind kind) {
    return timers.computeIfAbsent(
        kind,
        k ->
            Timer.builder("kith.grpc.requests")
                .description("Time from a call's arrival to its answer")
                .tags("method", k.method(), "code", k.code().name(), "source", name(k.source()))
                .serviceLevelObjectives(
                    Duration.ofNanos(250_000),
                    Duration.ofNanos(500_000),
                    Duration.ofMillis(1),
                    Duration.ofNanos(2_500_000),
                    Duration.ofMillis(5),
                    Duration.ofMillis(10),
                    Duration.ofMillis(25),
                    Duration.ofMillis(50),
                    Duration.ofMillis(100),
                    Duration.ofMillis(250),
                    Duration.ofSeconds(1))
                .register(registry));
  }

  private static String name(Source source) {
    return source == Source.SOURCE_UNSPECIFIED ? "NONE" : source.name();
  }

  /** How many calls ended with each code, since the start. */
  public Map<String, Long> byCode() {
    Map<String, Long> out = new TreeMap<>();
    timers.forEach((kind, timer) -> out.merge(kind.code().name(), timer.count(), Long::sum));
    return out;
  }

  private final class Timed<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
    private final long began = System.nanoTime();
    private Source source = Source.SOURCE_UNSPECIFIED;

    Timed(ServerCall<ReqT, RespT> call) {
      super(call);
    }

    @Override
    public void sendMessage(RespT message) {
      switch (message) {
        case EncodedAnswer answer -> source = answer.source();
        case ExplainGraphFeaturesResponse response -> source = response.getSource();
        case BatchGetGraphFeaturesResponse batch ->
            batch.getResultsList().stream()
                .filter(BatchResult::hasAnswer)
                .findFirst()
                .ifPresent(result -> source = result.getAnswer().getSource());
        default -> {}
      }
      super.sendMessage(message);
    }

    @Override
    public void close(Status status, Metadata trailers) {
      String method = String.valueOf(getMethodDescriptor().getBareMethodName());
      timer(new Kind(method, status.getCode(), source))
          .record(System.nanoTime() - began, TimeUnit.NANOSECONDS);
      super.close(status, trailers);
    }
  }
}
