package dev.kith.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.config.Settings.Setting;
import dev.kith.ingest.Ingest;
import dev.kith.local.embedded.Loopback;
import dev.kith.serving.Serving;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The command line")
class KithCommandTest {

  /** What a command did. */
  record Outcome(int code, String out, String err) {}

  static Outcome run(String... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands =
        KithCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));
    int code = commands.execute(args);
    return new Outcome(code, out.toString(), err.toString());
  }

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "up",
        "ingest",
        "serve",
        "get",
        "explain",
        "status",
        "dead-letters",
        "dead-letters list",
        "dead-letters show",
        "dead-letters replay",
        "features",
        "features list",
        "features validate",
        "verify",
        "rebuild"
      })
  @DisplayName("has --help and --version on every command")
  void helpAndVersion(String command) {
    String[] words = command.isEmpty() ? new String[0] : command.split(" ");
    Outcome help = run(with(words, "--help"));
    assertThat(help.code()).isZero();
    assertThat(help.out()).startsWith(("Usage: kith " + command).strip()).contains("--version");
    assertThat(help.err()).isEmpty();
    Outcome version = run(with(words, "--version"));
    assertThat(version.code()).isZero();
    assertThat(version.out()).startsWith("kith ");
  }

  @Test
  @DisplayName("lists every setting of ingest and of serve in their help, with its default")
  void settings() {
    assertSettings(run("ingest", "--help").out(), Ingest.SETTINGS);
    assertSettings(run("serve", "--help").out(), Serving.SETTINGS);
  }

  @Test
  @DisplayName("says of each part that it does not answer, and where it was looked for")
  void statusOfNothing() {
    Outcome status = run("status", "--ingest", "localhost:1", "--serving", "localhost:2");
    assertThat(status.code()).isEqualTo(4);
    assertThat(status.out().lines())
        .containsExactly(
            "ingest   localhost:1  SILENT  nothing answers at localhost:1",
            "serving  localhost:2  SILENT  nothing answers at localhost:2");
  }

  private static void assertSettings(String help, List<Setting> settings) {
    String text = help.replaceAll("\\s+", " ");
    for (Setting setting : settings) {
      assertThat(text).contains(" " + setting.name() + " ");
      if (!setting.fallback().isEmpty()) {
        assertThat(text).contains("[" + setting.fallback() + "]");
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          nonsense                    | Unmatched argument
          get                         | Missing required parameter: 'USER'
          get u1 --address here       | 'here' is no address like localhost:50051
          get u1 --address here:99999 | 'here:99999' is no address like localhost:50051
          get u1 --at soon            | 'soon' is no time like 2026-03-01T12:00:00Z
          get u1 --timeout 0          | --timeout must be more than 0
          explain u1                  | Missing required parameter: 'FEATURE'
          explain u1 age --max 1001   | --max must be from 1 to 1000
          explain u1 age --at soon    | 'soon' is no time like 2026-03-01T12:00:00Z
          get u1 --what-if purchased  | 'purchased' is no edge like 'purchased u1 p7 amount=120'
          get u1 --what-if {"a"}      | '{"a"}' is no edge as JSON
          up --port 65536             | '65536' is no port from 0 to 65535
          up --users 3                | --users must be at least 20
          up --rate -1                | --rate must be from 0 to 10000
          up --dgraph there           | 'there' is no address like
          features                    | Which command: list, validate or plan?
          """)
  @DisplayName("says in one line what was asked wrongly, and where help is, with exit code 2")
  void wrongUse(String command, String message) {
    Outcome outcome = run(command.split(" "));
    assertThat(outcome.code()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("kith: ").contains(message);
    assertThat(outcome.err().lines()).hasSize(2);
  }

  @Test
  @DisplayName("says in one line that nothing serves, with exit code 4")
  void nothingServes() {
    String address = Loopback.HOST + ":" + Loopback.port(0, "nothing", "--address");
    Outcome outcome = run("get", "u1", "--address", address);
    assertThat(outcome.code()).isEqualTo(4);
    assertThat(outcome.err().lines())
        .containsExactly(
            "kith: UNAVAILABLE: nothing answers at " + address + ". Is Kith up? (./kith up)");
  }

  @Test
  @DisplayName("lists the features and the sets of the shipped features.yaml")
  void featuresList() {
    Outcome outcome = run("features", "list");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.out().lines())
        .anyMatch(line -> line.matches("friend_count +int +Friends\\."))
        .contains("set seed: friend_count, avg_friend_age, friend_purchase_category_count");
  }

  @Test
  @DisplayName("finds a good features.yaml valid")
  void validateGood() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("features.yaml"),
            """
            entity: user
            features:
              - name: friend_count
                description: Friends.
                path: friends
                aggregate: count
            """);
    Outcome outcome = run("features", "validate", file.toString());
    assertThat(outcome).isEqualTo(new Outcome(0, file + " is valid. Features: 1, sets: 0\n", ""));
  }

  @Test
  @DisplayName("names every problem of a bad features.yaml in a line each, with exit code 1")
  void validateBad() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("features.yaml"),
            """
            entity: user
            features:
              - name: friend_count
                description: Friends.
                path: friend
                aggregate: count
              - name: friend_count
                description: Friends again.
                path: friends
                aggregate: count
            """);
    Outcome outcome = run("features", "validate", file.toString());
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines())
        .hasSize(2)
        .allMatch(line -> line.startsWith("kith: " + file + ":"));
  }

  @Test
  @DisplayName("says in one line which folder up can't use, and starts nothing")
  void unusableFolders() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Outcome data = run("up", "--data-dir", file.toString());
    assertThat(data.code()).isEqualTo(1);
    assertThat(data.err().lines())
        .containsExactly(
            "kith: "
                + file
                + ": it can't be written: it is no folder. Choose another folder with --data-dir");
    Outcome csv = run("up", "--csv", file.toString());
    assertThat(csv.code()).isEqualTo(1);
    assertThat(csv.err().lines())
        .singleElement()
        .asString()
        .startsWith("kith: " + file + ": there is no such folder.");
  }

  private static String[] with(String[] words, String last) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }
}
