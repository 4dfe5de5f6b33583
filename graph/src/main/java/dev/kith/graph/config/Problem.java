package dev.kith.graph.config;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param line from 1; 0 where no line can be named
 * @param what what is wrong
 * @param fix what to do about it
 */
public record Problem(String file, int line, String what, String fix) {

  @Override
  public String toString() {
    return file + (line > 0 ? ":" + line : "") + ": " + what + ". " + fix;
  }
}
