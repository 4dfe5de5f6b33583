package dev.kith.serving.turn;

import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.IoHandlerFactory;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.Epoll;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollIoHandler;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.EventExecutor;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a server's network, one a processor. Each reads the requests of its connections
 * and writes their answers; so they are a server's own, not those that gRPC shares with the clients
 * of the process.
 */
public final class EventLoops implements AutoCloseable {
  private static final ThreadLocal<@Nullable EventLoop> OF_THIS_THREAD = new ThreadLocal<>();

  private final MultiThreadIoEventLoopGroup group;
  private final Class<? extends ServerChannel> channel;

  public EventLoops() {
    boolean epoll = Epoll.isAvailable();
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    channel = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    group =
        new MultiThreadIoEventLoopGroup(
            Runtime.getRuntime().availableProcessors(),
            new DefaultThreadFactory("kith-network", true),
            io);
  }

  /** Starts the threads. */
  public void start() {
    for (EventExecutor loop : group) {
      loop.execute(() -> OF_THIS_THREAD.set((EventLoop) loop));
    }
  }

  /** The loop that the current thread is, if it is one of a server of Kith's. */
  public static Optional<EventLoop> ofThisThread() {
    return Optional.ofNullable(OF_THIS_THREAD.get());
  }

  /** One of them, each in its turn. */
  public EventLoop next() {
    return group.next();
  }

  /** Lets a server run on them. */
  public NettyServerBuilder carry(NettyServerBuilder server) {
    return server.bossEventLoopGroup(group).workerEventLoopGroup(group).channelType(channel);
  }

  /** Ends the threads, once their server has stopped. */
  @Override
  public void close() {
    var _ = group.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }
}
