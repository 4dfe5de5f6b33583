package dev.kith.local.embedded;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Ports on loopback: nothing embedded listens anywhere else. */
public final class Loopback {
  public static final String HOST = "127.0.0.1";

  private Loopback() {}

  /**
   * A port that can be listened on now.
   *
   * @param wanted the port; 0 for any free one
   * @param what is going to listen on it, for the message
   * @param option the option that chooses another, for the message
   * @throws ConfigException if something else listens there
   */
  public static int port(int wanted, String what, String option) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do: a port whose last connections linger is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), wanted));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw inUse(wanted, what, option);
    }
  }

  /** The problem that a port is taken. */
  static ConfigException inUse(int port, String what, String option) {
    return new ConfigException(
        List.of(
            new Problem(
                what,
                0,
                "port " + port + " is in use or may not be listened on",
                "Choose another with " + option + ", or 0 for any free one")));
  }
}
