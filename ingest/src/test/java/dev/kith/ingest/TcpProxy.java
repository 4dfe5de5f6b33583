package dev.kith.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/** A way to a server that can be cut, or on which nothing moves: an outage at will. */
public final class TcpProxy implements AutoCloseable {

  /** What becomes of what is sent. */
  private enum Way {
    OPEN,
    /** Connections are closed, new ones at once. */
    CUT,
    /** Connections stay, and nothing moves on them. */
    STALLED
  }

  private final ServerSocket server;
  private final String targetHost;
  private final int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final Semaphore moving = new Semaphore(Integer.MAX_VALUE / 2);
  private volatile Way way = Way.OPEN;

  /**
   * @param target {@code host:port}
   */
  public TcpProxy(String target) {
    this(target, 0);
  }

  /**
   * @param port to listen on; any free one if 0
   */
  TcpProxy(String target, int port) {
    targetHost = target.substring(0, target.lastIndexOf(':'));
    targetPort = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    try {
      server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + server.getLocalPort();
  }

  public void cut() {
    open();
    way = Way.CUT;
    sockets.forEach(TcpProxy::close);
  }

  public void stall() {
    if (way != Way.STALLED) {
      moving.acquireUninterruptibly(Integer.MAX_VALUE / 2);
      way = Way.STALLED;
    }
  }

  public void open() {
    if (way == Way.STALLED) {
      moving.release(Integer.MAX_VALUE / 2);
    }
    way = Way.OPEN;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        connect(server.accept());
      } catch (IOException e) {
        // a client that went, a server that is not there, or the end: the client sees the same
      }
    }
  }

  private void connect(Socket client) throws IOException {
    if (way == Way.CUT) {
      close(client);
      return;
    }
    try {
      Socket target = new Socket(targetHost, targetPort);
      sockets.add(client);
      sockets.add(target);
      Thread.ofVirtual().start(() -> pump(client, target));
      Thread.ofVirtual().start(() -> pump(target, client));
    } catch (IOException e) {
      close(client);
      throw e;
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        moving.acquireUninterruptibly();
        try {
          out.write(buffer, 0, n);
        } finally {
          moving.release();
        }
      }
    } catch (IOException e) {
      // either side closed
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    open();
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(TcpProxy::close);
  }
}
