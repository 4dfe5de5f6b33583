package dev.kith.local.faults;

import dev.kith.graph.TcpProxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Something that goes wrong, and is over after a while. */
sealed interface Fault {

  /** It begins. */
  void begin(Installation kith) throws Exception;

  /** It is over: what was killed is started again, as a supervisor does; nothing else is done. */
  void end(Installation kith) throws Exception;

  /** The parts that it befalls. */
  default List<Part> parts() {
    return List.of();
  }

  /**
   * Those of them that a supervisor starts again, and may have to more than once: a process that
   * starts does not wait long for what it can't reach. Any other that ends has ended by itself.
   */
  default List<Part> restarted() {
    return List.of();
  }

  /** kill -9. */
  record Kill(Part part) implements Fault {
    @Override
    public void begin(Installation kith) throws Exception {
      kith.daemon(part).kill();
    }

    @Override
    public void end(Installation kith) throws Exception {
      kith.start(part);
    }

    @Override
    public List<Part> parts() {
      return List.of(part);
    }

    @Override
    public List<Part> restarted() {
      return parts();
    }

    @Override
    public String toString() {
      return "kill -9 " + part;
    }
  }

  /** SIGSTOP, and SIGCONT at the end: until then it does not know that it is taken for dead. */
  record Freeze(Part part) implements Fault {
    @Override
    public void begin(Installation kith) throws Exception {
      kith.daemon(part).freeze();
    }

    @Override
    public void end(Installation kith) throws Exception {
      kith.daemon(part).thaw();
    }

    @Override
    public List<Part> parts() {
      return List.of(part);
    }

    @Override
    public String toString() {
      return "freeze " + part;
    }
  }

  /** Connections are reset, new ones at once. */
  record Cut(Link link) implements Fault {
    @Override
    public void begin(Installation kith) {
      kith.proxies(link).forEach(TcpProxy::cut);
    }

    @Override
    public void end(Installation kith) {
      kith.proxies(link).forEach(TcpProxy::open);
    }

    @Override
    public String toString() {
      return "cut " + link;
    }
  }

  /** Connections stay, and carry nothing. */
  record Stall(Link link) implements Fault {
    @Override
    public void begin(Installation kith) {
      kith.proxies(link).forEach(TcpProxy::stall);
    }

    @Override
    public void end(Installation kith) {
      kith.proxies(link).forEach(TcpProxy::open);
    }

    @Override
    public String toString() {
      return "stall " + link;
    }
  }

  /** What is sent arrives later. */
  record Delay(Link link) implements Fault {
    private static final Duration BY = Duration.ofMillis(150);

    @Override
    public void begin(Installation kith) {
      kith.proxies(link).forEach(proxy -> proxy.delay(BY));
    }

    @Override
    public void end(Installation kith) {
      kith.proxies(link).forEach(TcpProxy::open);
    }

    @Override
    public String toString() {
      return "delay " + link;
    }
  }

  /**
   * Ingest can't write its state, just when it takes over from the other, which is killed. If it
   * had nothing to take over, or can't hear of it, it is killed too and starts on the full disk.
   */
  record FullDisk() implements Fault {
    private static final Duration TAKES_OVER = Duration.ofSeconds(15);

    @Override
    public void begin(Installation kith) throws Exception {
      Daemon ingest = kith.daemon(Part.INGEST);
      long printed = ingest.printed();
      kith.disk().fill();
      kith.daemon(Part.SECOND_INGEST).kill();
      if (!meets(ingest, printed)) {
        ingest.kill();
        ingest.start();
      }
    }

    @Override
    public void end(Installation kith) throws Exception {
      kith.disk().clear();
      for (Part part : parts()) {
        kith.start(part);
      }
    }

    @Override
    public List<Part> parts() {
      return List.of(Part.INGEST, Part.SECOND_INGEST);
    }

    @Override
    public List<Part> restarted() {
      return parts();
    }

    private static boolean meets(Daemon ingest, long printed) throws Exception {
      long deadline = System.nanoTime() + TAKES_OVER.toNanos();
      while (System.nanoTime() < deadline) {
        if (!ingest.isRunning() || ingest.since(printed).contains("No space left on device")) {
          return true;
        }
        Thread.sleep(10);
      }
      return false;
    }

    @Override
    public String toString() {
      return "fill the state's disk";
    }
  }

  /** Both ingests are killed, and start at the same moment. */
  record TwoWriters() implements Fault {
    private static final List<Part> BOTH = List.of(Part.INGEST, Part.SECOND_INGEST);

    @Override
    public void begin(Installation kith) throws Exception {
      for (Part part : BOTH) {
        kith.daemon(part).kill();
      }
    }

    @Override
    public void end(Installation kith) throws Exception {
      for (Part part : BOTH) {
        kith.start(part);
      }
    }

    @Override
    public List<Part> parts() {
      return BOTH;
    }

    @Override
    public List<Part> restarted() {
      return parts();
    }

    @Override
    public String toString() {
      return "start two writers at once";
    }
  }

  /** Two at once. */
  record Pair(Fault one, Fault other) implements Fault {
    @Override
    public void begin(Installation kith) throws Exception {
      one.begin(kith);
      other.begin(kith);
    }

    @Override
    public void end(Installation kith) throws Exception {
      one.end(kith);
      other.end(kith);
    }

    @Override
    public List<Part> parts() {
      List<Part> out = new ArrayList<>(one.parts());
      out.addAll(other.parts());
      return out;
    }

    @Override
    public List<Part> restarted() {
      List<Part> out = new ArrayList<>(one.restarted());
      out.addAll(other.restarted());
      return out;
    }

    @Override
    public String toString() {
      return one + ", and " + other;
    }
  }
}
