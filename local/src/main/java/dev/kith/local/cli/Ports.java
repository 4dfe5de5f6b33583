package dev.kith.local.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads ports and addresses from the command line. */
final class Ports {
  private static final int HIGHEST = 65_535;

  private Ports() {}

  /** A port to listen on; 0 for any free one. */
  static final class Listen implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return port(text, 0, "'" + text + "' is no port from 0 to " + HIGHEST);
    }
  }

  /** {@code host:port}, to connect to. Empty stays empty. */
  static final class Address implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
      if (!text.isEmpty()) {
        String problem = "'" + text + "' is no address like localhost:50051";
        int colon = text.lastIndexOf(':');
        if (colon < 1 || text.indexOf('/') >= 0) {
          throw new TypeConversionException(problem);
        }
        int _ = port(text.substring(colon + 1), 1, problem);
      }
      return text;
    }
  }

  private static int port(String text, int lowest, String problem) {
    try {
      int port = Integer.parseInt(text);
      if (port >= lowest && port <= HIGHEST) {
        return port;
      }
    } catch (NumberFormatException e) {
      // reported below, in the same words
    }
    throw new TypeConversionException(problem);
  }
}
