package dev.kith.bench.rig;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What this process holds, in bytes. */
public final class Memory {
  private static final Path STATUS = Path.of("/proc/self/status");
  private static final int COLLECTIONS = 3; // what the first frees may free more

  private Memory() {}

  /** What is reachable: the heap in use after it was collected. It takes a while. */
  public static long live() {
    for (int i = 0; i < COLLECTIONS; i++) {
      System.gc();
    }
    return used();
  }

  /** The heap in use, garbage included. */
  public static long used() {
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** The physical memory of the process now; 0 where that can't be told. */
  public static long resident() {
    return status("VmRSS:");
  }

  /** The most that it ever was. */
  public static long mostResident() {
    return status("VmHWM:");
  }

  private static long status(String name) {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> 1024 * Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) { // another operating system
      return 0;
    }
  }
}
