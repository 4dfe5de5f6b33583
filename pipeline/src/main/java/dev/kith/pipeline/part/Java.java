package dev.kith.pipeline.part;

import java.nio.file.Path;

/** The Java that this runs on. */
final class Java {
  private Java() {}

  static String program() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }
}
