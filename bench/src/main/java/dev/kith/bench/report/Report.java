package dev.kith.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What was measured, in Markdown, with its bars apart. Not thread-safe. */
public final class Report {

  /** Where plots are, beside the report. */
  public static final String PLOTS = "benchmarks";

  private final Optional<Path> folder;
  private final List<String> lines = new ArrayList<>();
  private final List<Bar> bars = new ArrayList<>();

  /**
   * @param folder for plots, in a folder of their own; if empty there are none
   */
  public Report(Optional<Path> folder) {
    this.folder = folder;
  }

  public void add(String line) {
    lines.add(line);
  }

  /** A fact, as a line of a list. */
  public void fact(String name, String value) {
    add("- " + name + ": " + value);
  }

  public void heading(String text) {
    add("");
    add("## " + text);
    add("");
  }

  public void paragraph(String text) {
    add("");
    add(text);
  }

  /** A table's first lines: its first column is of text, the others are of numbers. */
  public void columns(String... names) {
    add("");
    row((Object[]) names);
    add("| --- |" + " ---: |".repeat(names.length - 1));
  }

  public void row(@Nullable Object... cells) {
    add(Stream.of(cells).map(String::valueOf).collect(Collectors.joining(" | ", "| ", " |")));
  }

  /** Writes a plot to a file, and shows it here. */
  public void plot(String name, String caption, String svg) {
    if (folder.isEmpty()) {
      return;
    }
    try {
      Path plots = Files.createDirectories(folder.get().resolve(PLOTS));
      Files.writeString(plots.resolve(name + ".svg"), svg);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    paragraph("![" + caption + "](" + PLOTS + "/" + name + ".svg)");
  }

  public void bar(Bar bar) {
    bars.add(bar);
  }

  public List<Bar> bars() {
    return bars;
  }

  public String text() {
    return String.join("\n", lines) + "\n";
  }
}
