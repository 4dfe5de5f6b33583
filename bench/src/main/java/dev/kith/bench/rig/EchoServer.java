package dev.kith.bench.rig;

import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceImplBase;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;

/**
 * The same contract with nothing behind it: it gives the same answer to everybody, on the thread
 * that read the request. What this costs is gRPC's, and no server can cost less.
 */
public final class EchoServer implements AutoCloseable {
  private final Server server;

  /**
   * Starts it on loopback.
   *
   * @param answers by the feature set that is asked for
   */
  public EchoServer(Map<String, GetGraphFeaturesResponse> answers) {
    Map<String, GetGraphFeaturesResponse> known = Map.copyOf(answers);
    FeatureStoreServiceImplBase service =
        new FeatureStoreServiceImplBase() {
          @Override
          public void getGraphFeatures(
              GetGraphFeaturesRequest request, StreamObserver<GetGraphFeaturesResponse> out) {
            out.onNext(
                known.getOrDefault(
                    request.getFeatureSet(), GetGraphFeaturesResponse.getDefaultInstance()));
            out.onCompleted();
          }
        };
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .directExecutor()
            .addService(service)
            .build();
    try {
      server.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return server.getPort();
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
