package dev.kith.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A quick run of everything")
class EverythingTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("leaves one report, with the bars and the plots of all its parts")
  void report() throws Exception {
    assertThat(Bench.run("--quick", "--no-dgraph", "--no-python", "--out", folder.toString()))
        .isZero();
    String report = Files.readString(folder.resolve("benchmarks.md"));
    assertThat(report)
        .contains(
            "## Bars",
            "## Answers from the replica",
            "## Beside others",
            "## A large graph",
            "## Answers while the graph changes",
            "## Replay",
            "## A hub",
            "## Overload",
            "## Inner loops",
            "## Soak",
            "`./kith bench --quick --no-dgraph --no-python --out ")
        .doesNotContain("failed |");
    List<String> plots =
        Pattern.compile("\\]\\((benchmarks/[^)]*)\\)")
            .matcher(report)
            .results()
            .map((MatchResult found) -> found.group(1))
            .toList();
    assertThat(plots).hasSizeGreaterThanOrEqualTo(6).allMatch(p -> Files.exists(folder.resolve(p)));
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("benchmarks.md", "benchmarks");
    }
  }
}
