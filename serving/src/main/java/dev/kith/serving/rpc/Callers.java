package dev.kith.serving.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tells who makes a call, so that one caller's flood leaves others their turns: each connection is
 * a caller; or, where a proxy makes the connections of many, each value of a header is.
 * Thread-safe.
 */
public final class Callers implements ServerInterceptor {
  private static final int MAX_LENGTH = 256;
  private static final Context.Key<Object> CALLER = Context.keyWithDefault("caller", "nobody");

  private final Optional<Metadata.Key<String>> header;

  /**
   * @param header its name; empty for connections
   * @throws IllegalArgumentException if no header can be called that
   */
  public Callers(String header) {
    this.header =
        header.isEmpty()
            ? Optional.empty()
            : Optional.of(Metadata.Key.of(header, Metadata.ASCII_STRING_MARSHALLER));
  }

  /** Who made the call that the current thread works for. */
  static Object current() {
    return CALLER.get();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Object caller = caller(call, headers);
    return caller == null
        ? next.startCall(call, headers)
        : Contexts.interceptCall(Context.current().withValue(CALLER, caller), call, headers, next);
  }

  private @Nullable Object caller(ServerCall<?, ?> call, Metadata headers) {
    String named = header.isPresent() ? headers.get(header.get()) : null;
    return named == null || named.length() > MAX_LENGTH
        ? call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR)
        : named;
  }
}
