package dev.kith.local.shop;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.config.Problems;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A shop as four CSV files: {@code users.csv}, {@code products.csv}, {@code friendships.csv} and
 * {@code purchases.csv}. Read once, from start to end, a line at a time.
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

  private final List<CsvTable> tables;
  private final long bytes;
  private Optional<String> someUser = Optional.empty();

  private CsvFolder(List<CsvTable> tables, long bytes) {
    this.tables = tables;
    this.bytes = bytes;
  }

  /**
   * Opens the files and reads their headers.
   *
   * @throws ConfigException with every problem in them
   */
  public static CsvFolder open(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new ConfigException(
          List.of(
              new Problem(
                  folder.toString(),
                  0,
                  "there is no such folder",
                  "Name the one with users.csv, products.csv, friendships.csv and purchases.csv")));
    }
    List<Problem> all = new ArrayList<>();
    List<CsvTable> tables = new ArrayList<>();
    long bytes = 0;
    for (ShopTable table : ShopTable.values()) {
      Path file = folder.resolve(table.tableName() + ".csv");
      Problems problems = new Problems(file.toString());
      CsvTable.open(table, file, problems).ifPresent(tables::add);
      try {
        problems.throwIfAny();
        bytes += Files.size(file);
      } catch (ConfigException e) {
        all.addAll(e.problems());
      } catch (IOException e) {
        all.add(new Problem(file.toString(), 0, "it can't be read: " + e, "Make it readable"));
      }
    }
    CsvFolder opened = new CsvFolder(tables, bytes);
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
    for (CsvTable table : tables) {
      try {
        for (CsvTable.Line line = table.next(); line != null; line = table.next()) {
          switch (line) {
            case CsvTable.Good good -> {
              publisher.publish(RowChange.read(good.row()));
              rows++;
              if (table.table() != ShopTable.PRODUCTS) {
                someUser = Optional.of(good.row().text("user_id"));
              }
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
        throw new UncheckedIOException(table.table().tableName() + ".csv can't be read", e);
      }
    }
    publisher.flush();
    progress.at(rows, 1);
    return rows;
  }

  /** A user of whom there is something to see: the last buyer. Empty before publishing. */
  public Optional<String> someUser() {
    return someUser;
  }

  @Override
  public void close() {
    for (CsvTable table : tables) {
      try {
        table.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private double share(long read) {
    return bytes == 0 ? 1 : Math.min(1, (double) read / bytes);
  }
}
