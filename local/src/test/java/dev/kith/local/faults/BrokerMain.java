package dev.kith.local.faults;

import dev.kith.local.embedded.EmbeddedBroker;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The broker as a process of its own, with a port for each client's proxy. */
final class BrokerMain {

  private BrokerMain() {}

  /**
   * Starts it, and runs until it is killed.
   *
   * @param args the directory, the port, and for each detour {@code port:advertised}
   */
  public static void main(String[] args) throws InterruptedException {
    Map<Integer, Integer> detours = new HashMap<>();
    for (int i = 2; i < args.length; i++) {
      String[] ports = args[i].split(":", -1);
      detours.put(Integer.valueOf(ports[0]), Integer.valueOf(ports[1]));
    }
    try (EmbeddedBroker broker =
        EmbeddedBroker.start(Path.of(args[0]), Integer.parseInt(args[1]), detours)) {
      System.err.println("The broker listens on " + broker.bootstrapServers());
      Thread.currentThread().join();
    }
  }
}
