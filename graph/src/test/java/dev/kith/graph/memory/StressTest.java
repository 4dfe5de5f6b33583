package dev.kith.graph.memory;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.openjdk.jcstress.Main;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.runners.TestList;

/**
 * jcstress runs the writer and a reader of each {@code @JCStressTest} of this package on two
 * processors at once, anew tens of thousands of times a second, in a Java machine of its own whose
 * compiler reorders at random what it may. What came of it is in {@code target/jcstress}.
 *
 * <p>So it finds stores in a wrong order, and what is changed or used again while somebody reads
 * it; a reader who never sees what is published keeps it from ending. A plain store or load instead
 * of a release or acquire is found only if the compiler or the processor makes something of it, and
 * x86 seldom does: that of one of them alone was not.
 *
 * <p>{@code -Dkith.jcstress="-m default"} gives it other options: so it takes most of an hour, and
 * also tries the interpreter and the other compiler.
 */
@DisplayName("Readers of the graph in memory beside its writer")
class StressTest {
  private static final String RANDOM_COMPILER =
      "-XX:-TieredCompilation -XX:+StressLCM -XX:+StressGCM -XX:+StressIGVN -XX:+StressCCP";
  private static final Path FOLDER = Path.of("target", "jcstress");
  private static final Optional<String> OPTIONS =
      Optional.ofNullable(System.getProperty("kith.jcstress"));
  private static final Duration LIMIT = Duration.ofMinutes(OPTIONS.isPresent() ? 180 : 10);
  private static final String RESULTS = ".bin.gz";

  @Test
  @DisplayName("see what its classes promise")
  void asPromised() throws Exception {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "it needs two processors");
    Files.createDirectories(FOLDER);
    for (Path old : results()) {
      Files.delete(old);
    }
    Path out = FOLDER.resolve("out.txt");
    Process jcstress =
        new ProcessBuilder(command())
            .directory(FOLDER.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    try {
      assertThat(jcstress.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS))
          .as("it ended: who looks for what is published comes to see it")
          .isTrue();
      assertThat(jcstress.exitValue()).as(() -> read(out)).isZero();
    } finally {
      jcstress.descendants().forEach(ProcessHandle::destroyForcibly);
      jcstress.destroyForcibly();
    }
    Map<String, Long> samples = samples();
    assertThat(samples).isNotEmpty().containsOnlyKeys(TestList.tests());
    assertThat(samples).allSatisfy((test, count) -> assertThat(count).as(test).isPositive());
  }

  private static List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
    command.add("-v");
    if (OPTIONS.isPresent()) {
      command.addAll(List.of(OPTIONS.get().split(" ")));
    } else {
      command.addAll(List.of("-f", "1", "-fsm", "1", "-iters", "2", "-time", "500"));
      command.addAll(List.of("-sc", "false")); // one compiler for both threads
      command.addAll(List.of("-af", "NONE")); // the processors may be busy with others
      int seed = new Random().nextInt(Integer.MAX_VALUE); // out.txt says which
      command.addAll(List.of("-jvmArgs", RANDOM_COMPILER + " -XX:StressSeed=" + seed));
    }
    return command;
  }

  /** By test how often it ran. */
  private static Map<String, Long> samples() throws Exception {
    InProcessCollector all = new InProcessCollector();
    for (Path results : results()) {
      DiskReadCollector disk = new DiskReadCollector(results.toString(), all);
      disk.dump();
      disk.close();
    }
    return all.getTestResults().stream()
        .collect(toMap(TestResult::getName, TestResult::getTotalCount, Long::sum));
  }

  private static List<Path> results() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.filter(file -> file.toString().endsWith(RESULTS)).toList();
    }
  }

  private static String read(Path out) {
    try {
      return Files.readString(out);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
