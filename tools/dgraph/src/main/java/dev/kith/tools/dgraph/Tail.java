package dev.kith.tools.dgraph;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The end of a log, to be quoted in a message. */
final class Tail {
  private static final int LINES = 15;

  private Tail() {}

  /** Its last lines, indented; says so if it can't be read. */
  static String of(Path log) {
    try {
      List<String> lines =
          new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES), lines.size()))
          .indent(4)
          .stripTrailing();
    } catch (IOException e) {
      return "    (its log can't be read: " + e.getMessage() + ")";
    }
  }
}
