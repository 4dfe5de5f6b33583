package dev.kith.dgraph;

import io.dgraph.DgraphGrpc;
import io.dgraph.DgraphProto.Request;
import io.dgraph.DgraphProto.Response;
import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Stands before a real alpha and remembers what is asked of it. */
final class RecordingAlpha implements AutoCloseable {
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private final ManagedChannel alpha;
  private final Server server;

  private RecordingAlpha(ManagedChannel alpha) throws IOException {
    this.alpha = alpha;
    this.server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(new Recorder())
            .build()
            .start();
  }

  /**
   * Starts one.
   *
   * @param address of the real alpha
   */
  static RecordingAlpha before(String address) throws IOException {
    return new RecordingAlpha(NettyChannelBuilder.forTarget(address).usePlaintext().build());
  }

  String address() {
    return "localhost:" + server.getPort();
  }

  /** All that was asked, in order. */
  List<Request> requests() {
    return requests;
  }

  @Override
  public void close() {
    server.shutdownNow();
    alpha.shutdownNow();
  }

  private final class Recorder extends DgraphGrpc.DgraphImplBase {
    @Override
    public void query(Request request, StreamObserver<Response> answer) {
      requests.add(request);
      DgraphGrpc.newStub(alpha).query(request, answer);
    }
  }
}
