package dev.kith.bench.load;

import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.GetGraphFeaturesResponse;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;

/** A server on loopback. */
public record Target(String name, int port) {

  /** A connection of its own, which answers on the threads of the network. */
  public ManagedChannel connect() {
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .directExecutor()
        .build();
  }

  /** One answer. */
  public GetGraphFeaturesResponse ask(GetGraphFeaturesRequest request) {
    ManagedChannel channel = connect();
    try {
      return FeatureStoreServiceGrpc.newBlockingStub(channel).getGraphFeatures(request);
    } finally {
      channel.shutdownNow();
    }
  }
}
