package dev.kith.local.source;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.config.Problems;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import dev.kith.graph.schema.SourceTable;
import dev.kith.graph.schema.SourceTable.Ends;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The source tables of a graph as CSV files, one a table: {@code users.csv} has the rows of topic
 * {@code shop.public.users}. Read once, from start to end, a line at a time.
 */
public final class CsvFolder implements AutoCloseable {

  /** Told how far the reading is. */
  public interface Progress {
    /**
     * After each line.
     *
     * @param rows how many rows were published
     * @param share of all files that was read, from 0 to 1
     */
    void at(long rows, double share);
  }

  /**
   * A file.
   *
   * @param entity the column with keys of the nodes that are asked about, if there is one
   */
  private record Source(CsvTable rows, Optional<String> entity) {}

  private final List<Source> sources;
  private final long bytes;
  private Optional<String> someEntity = Optional.empty();

  private CsvFolder(List<Source> sources, long bytes) {
    this.sources = sources;
    this.bytes = bytes;
  }

  /**
   * Opens the files and reads their headers.
   *
   * @param entity the type of node that is asked about
   * @throws ConfigException with every problem in them
   */
  public static CsvFolder open(Path folder, GraphSchema graph, NodeType entity) {
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(
          List.of(
              new Problem(
                  folder.toString(),
                  0,
                  "there is no such folder",
                  "Name the one with " + String.join(", ", files(graph)))));
    }
    List<Problem> all = new ArrayList<>();
    List<Source> sources = new ArrayList<>();
    List<String> files = files(graph);
    long bytes = 0;
    for (int i = 0; i < files.size(); i++) {
      SourceTable source = graph.sources().get(i);
      Path file = folder.resolve(files.get(i));
      Problems problems = new Problems(file.toString());
      CsvTable.open(Table.of(source), file, problems)
          .ifPresent(rows -> sources.add(new Source(rows, keyOf(entity, source))));
      try {
        problems.throwIfAny();
        bytes += Files.size(file);
      } catch (ConfigException e) {
        all.addAll(e.problems());
      } catch (IOException e) {
        all.add(new Problem(file.toString(), 0, "it can't be read: " + e, "Make it readable"));
      }
    }
    CsvFolder opened = new CsvFolder(sources, bytes);
    if (!all.isEmpty()) {
      opened.close();
      throw new ConfigException(all);
    }
    return opened;
  }

  /**
   * Publishes every row as one of a snapshot, and every line that is none as a dead letter.
   *
   * @param bad told each line that is no row
   * @return how many rows were published
   */
  public long publish(CdcPublisher publisher, Consumer<BadLine> bad, Progress progress) {
    long rows = 0;
    long before = 0;
    for (Source source : sources) {
      CsvTable table = source.rows();
      try {
        for (CsvTable.Line line = table.next(); line != null; line = table.next()) {
          switch (line) {
            case CsvTable.Good(TableRow row) -> {
              publisher.publish(RowChange.read(row));
              rows++;
              someEntity = source.entity().map(row::text).or(() -> someEntity);
            }
            case CsvTable.Bad(BadLine badLine) -> {
              publisher.publish(badLine);
              bad.accept(badLine);
            }
          }
          progress.at(rows, share(before + table.consumed()));
        }
        before += table.consumed();
      } catch (IOException e) {
        throw new UncheckedIOException(table.file() + " can't be read", e);
      }
    }
    publisher.flush();
    progress.at(rows, 1);
    return rows;
  }

  /**
   * The key of a node that can be asked about and of which there is something to see: the last that
   * a row names. Empty before publishing.
   */
  public Optional<String> someEntity() {
    return someEntity;
  }

  @Override
  public void close() {
    for (Source source : sources) {
      try {
        source.rows().close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** By the names of the tables; where two are called alike, by those of the topics. */
  private static List<String> files(GraphSchema graph) {
    List<Table> tables = graph.sources().stream().map(Table::of).toList();
    return tables.stream()
        .map(
            table ->
                tables.stream().filter(other -> other.name().equals(table.name())).count() == 1
                    ? table.name()
                    : table.topic())
        .map(name -> name + ".csv")
        .toList();
  }

  private static Optional<String> keyOf(NodeType entity, SourceTable source) {
    return switch (source.element()) {
      case NodeType node when node.equals(entity) -> Optional.of(source.keyColumns().getFirst());
      case EdgeType edge when edge.from().equals(entity) -> source.ends().map(Ends::from);
      case EdgeType edge when edge.to().equals(entity) -> source.ends().map(Ends::to);
      default -> Optional.empty();
    };
  }

  private double share(long read) {
    return bytes == 0 ? 1 : Math.min(1, (double) read / bytes);
  }
}
