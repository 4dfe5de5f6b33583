package dev.kith.bench;

import dev.kith.bench.report.Report;
import dev.kith.local.Kith;
import io.grpc.internal.GrpcUtil;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.utils.AppInfoParser;
import picocli.CommandLine.Model.CommandSpec;

/** On what, and with what, was measured. */
public final class Machine {
  private static final Path CPUS = Path.of("/proc/cpuinfo");

  private Machine() {}

  /** Tells everything, as facts. */
  public static void describe(Report report) {
    report.fact("machine", hardware());
    report.fact("load when it began", load());
    report.fact("JDK", jdk());
    report.fact("JVM flags", "`" + String.join(" ", flags()) + "`");
    report.fact("versions", "Kith " + kith() + ", Kafka " + kafka() + ", gRPC " + grpc());
  }

  /** How a command was called. */
  public static String command(CommandSpec spec) {
    List<String> words = new ArrayList<>(List.of("./kith", "bench"));
    words.addAll(spec.root().commandLine().getParseResult().originalArgs());
    return String.join(" ", words);
  }

  /** What this JVM was started with. */
  static List<String> allFlags() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  private static List<String> flags() {
    return allFlags().stream().filter(flag -> flag.startsWith("-X")).toList();
  }

  private static String load() {
    return String.format(
        Locale.ROOT, "%.1f", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  public static String hardware() {
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

  private static String grpc() {
    return GrpcUtil.getGrpcBuildVersion().getImplementationVersion();
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
