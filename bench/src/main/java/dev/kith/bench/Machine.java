package dev.kith.bench;

import dev.kith.local.Kith;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;

/** On what, and with what, was measured. */
public final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  public static String describe() {
    return "%d × %s, %s %s"
        .formatted(
            Runtime.getRuntime().availableProcessors(),
            cpu(),
            System.getProperty("os.name"),
            System.getProperty("os.arch"));
  }

  public static String jdk() {
    return "%s %s, heap up to %d MiB, %s"
        .formatted(
            System.getProperty("java.vendor"),
            Runtime.version(),
            Runtime.getRuntime().maxMemory() >> 20,
            ManagementFactory.getGarbageCollectorMXBeans().stream()
                .map(GarbageCollectorMXBean::getName)
                .collect(Collectors.joining(", ")));
  }

  public static String kith() {
    return versionOf(Kith.class);
  }

  public static String kafka() {
    return AppInfoParser.getVersion();
  }

  private static String versionOf(Class<?> part) {
    String version = part.getPackage().getImplementationVersion();
    return version == null ? "(not packaged)" : version;
  }

  private static String cpu() {
    try (Stream<String> lines = Files.lines(CPUS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("CPU");
    } catch (IOException e) { // another operating system
      return "CPU";
    }
  }
}
