package dev.kith.admin.process;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** How much is logged: as {@code LOG_LEVEL} says. */
public final class LogLevel {
  private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

  private LogLevel() {}

  /**
   * Sets it.
   *
   * @param fallback where {@code LOG_LEVEL} is not set
   * @throws ConfigException if it is set to no level
   */
  public static void set(Map<String, String> environment, Level fallback) {
    String level = environment.getOrDefault("LOG_LEVEL", "").strip().toLowerCase(Locale.ROOT);
    if (!level.isEmpty() && !LEVELS.contains(level)) {
      throw new ConfigException(
          List.of(
              new Problem(
                  "environment",
                  0,
                  "LOG_LEVEL is '" + level + "'",
                  "It must be one of " + String.join(", ", LEVELS))));
    }
    // gRPC logs through java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
    logger(Logger.ROOT_LOGGER_NAME).setLevel(Level.toLevel(level, fallback));
  }

  /** Only what is wrong, from a part whose warnings are of no use here. */
  public static void quieten(String name) {
    logger(name).setLevel(Level.ERROR);
  }

  private static Logger logger(String name) {
    return (Logger) LoggerFactory.getLogger(name);
  }
}
