package dev.kith.graph;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A way to a server by a port of its own, on which outages can be had at will. Begins open.
 * Thread-safe.
 */
public final class TcpProxy implements AutoCloseable {

  /** What becomes of what is sent. */
  private enum Way {
    OPEN,
    CUT,
    STALLED
  }

  private final ServerSocket listener;
  private final String targetHost;
  private final int targetPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition opened = lock.newCondition();
  private volatile Way way = Way.OPEN;
  private volatile Duration delay = Duration.ZERO;

  /**
   * Listens on any free port.
   *
   * @param target {@code host:port}; nobody need be there
   */
  public TcpProxy(String target) {
    this(target, 0);
  }

  /**
   * @param target {@code host:port}; nobody need be there
   * @param port to listen on, on loopback; any free one if 0
   */
  public TcpProxy(String target, int port) {
    targetHost = target.substring(0, target.lastIndexOf(':'));
    targetPort = Integer.parseInt(target.substring(target.lastIndexOf(':') + 1));
    try {
      listener = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where to connect: {@code host:port}. */
  public String address() {
    return "127.0.0.1:" + port();
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** Connections are reset, new ones at once, until {@link #open}. */
  public void cut() {
    go(Way.CUT);
    sockets.forEach(TcpProxy::reset);
  }

  /** Connections stay and can be made, and nothing moves on them, until {@link #open}. */
  public void stall() {
    go(Way.STALLED);
  }

  /** What is sent arrives so much later, until {@link #open}. */
  public void delay(Duration by) {
    delay = by;
    go(Way.OPEN);
  }

  /** Everything arrives, and at once; also what was held up. */
  public void open() {
    delay(Duration.ZERO);
  }

  @Override
  public void close() {
    open();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    sockets.forEach(TcpProxy::reset);
  }

  private void go(Way next) {
    lock.lock();
    try {
      way = next;
      opened.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        Thread.ofVirtual().start(() -> connect(client));
      } catch (IOException e) {
        // the end
      }
    }
  }

  private void connect(Socket client) {
    sockets.add(client);
    try {
      Socket target = new Socket(targetHost, targetPort);
      sockets.add(target);
      Thread.ofVirtual().start(() -> pump(client, target));
      Thread.ofVirtual().start(() -> pump(target, client));
      if (way == Way.CUT) { // after the sockets were added, so that a cut misses none
        reset(client);
        reset(target);
      }
    } catch (IOException e) {
      reset(client); // nobody is there
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        hold();
        out.write(buffer, 0, n);
      }
    } catch (IOException | InterruptedException e) {
      // either side closed
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void hold() throws InterruptedException {
    Duration by = delay;
    if (by.isPositive()) {
      Thread.sleep(by);
    }
    lock.lock();
    try {
      while (way == Way.STALLED) {
        opened.await();
      }
    } finally {
      lock.unlock();
    }
  }

  private static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      // it was closed already
    }
  }
}
