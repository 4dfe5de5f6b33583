package dev.kith.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

/** What the processes beside this one need. */
final class Scripts {
  private Scripts() {}

  /** A script by its place in the repository. */
  static Path of(String place) {
    return Path.of(System.getProperty("kith.home", ".")).resolve(place).toAbsolutePath();
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
