package dev.kith.local.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Ports that stay free while nobody listens on them: below those that systems give to outgoing
 * connections. None is given out twice.
 */
final class FreePorts {
  private static final int FIRST = 10_000;
  private static final int LAST = 30_000;

  /** Dgraph's ports; all of them move by one offset. */
  private static final List<Integer> DGRAPH = List.of(5080, 6080, 7080, 8080, 9080);

  private final Set<Integer> taken = new HashSet<>();

  int next() {
    return nextOffset(List.of(0), FIRST, LAST);
  }

  /** By how much all of Dgraph's ports can be moved. */
  int dgraphOffset() {
    return nextOffset(DGRAPH, FIRST, LAST - 10_000);
  }

  private int nextOffset(List<Integer> ports, int from, int to) {
    while (true) {
      int offset = ThreadLocalRandom.current().nextInt(from, to);
      List<Integer> moved = ports.stream().map(port -> port + offset).toList();
      if (moved.stream().allMatch(port -> !taken.contains(port) && isFree(port))) {
        taken.addAll(moved);
        return offset;
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }
}
