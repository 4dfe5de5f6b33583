package dev.kith.local.source;

/**
 * A line of a file that is no row.
 *
 * @param file its name
 * @param line where it begins, from 1
 * @param bytes as it stands in the file, without the line break at its end
 * @param reason what is wrong with it
 */
@SuppressWarnings("ArrayRecordComponent") // carried from the file to the topic, never compared
public record BadLine(String file, long line, byte[] bytes, String reason) {

  @Override
  public String toString() {
    return file + ":" + line + ": " + reason;
  }
}
