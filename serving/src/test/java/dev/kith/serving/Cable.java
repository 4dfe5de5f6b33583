package dev.kith.serving;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * A way to a server by a port of its own: unplugged, nobody is there and connections break; held,
 * what is sent does not arrive until it is let go.
 */
public final class Cable implements AutoCloseable {
  private final InetSocketAddress target;
  private final InetSocketAddress here;
  private final Semaphore flow = new Semaphore(1);
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private @Nullable ServerSocket listener;

  /**
   * Begins unplugged.
   *
   * @param target {@code host:port}
   */
  public Cable(String target) throws IOException {
    int colon = target.lastIndexOf(':');
    this.target =
        new InetSocketAddress(
            target.substring(0, colon), Integer.parseInt(target.substring(colon + 1)));
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      here = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
    }
  }

  /** Where to connect. */
  public String address() {
    return "127.0.0.1:" + here.getPort();
  }

  public void plug() throws IOException {
    ServerSocket opened = new ServerSocket();
    opened.setReuseAddress(true);
    opened.bind(here);
    listener = opened;
    Thread.startVirtualThread(() -> accept(opened));
  }

  public void unplug() throws IOException {
    if (listener != null) {
      listener.close();
    }
    for (Socket socket : sockets) {
      socket.close();
    }
  }

  public void hold() {
    flow.acquireUninterruptibly();
  }

  public void letGo() {
    flow.release();
  }

  @Override
  public void close() throws IOException {
    unplug();
  }

  private void accept(ServerSocket from) {
    try {
      while (true) {
        Socket near = from.accept();
        Socket far = new Socket(target.getAddress(), target.getPort());
        sockets.addAll(List.of(near, far));
        Thread.startVirtualThread(() -> carry(near, far));
        Thread.startVirtualThread(() -> carry(far, near));
      }
    } catch (IOException e) {
      // unplugged
    }
  }

  private void carry(Socket from, Socket to) {
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        flow.acquireUninterruptibly();
        flow.release();
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // unplugged, or the other end closed
    }
  }
}
