package dev.kith.admin.process;

import ch.qos.logback.classic.Level;
import dev.kith.admin.Monitor;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import java.util.List;
import java.util.Map;

/** The life of a process that serves until it is told to stop, or can't go on. */
public final class ServerProcess {

  /** What it does. */
  public interface Server {
    /**
     * Starts, and returns when it has been told to stop, or can't go on.
     *
     * @return the exit code
     */
    int run(Settings settings, Monitor monitor, StopRequest stop);
  }

  private ServerProcess() {}

  /**
   * Runs it as the environment says.
   *
   * @return the exit code
   * @throws ConfigException if a setting can't be used, or what it needs is not there at the start
   */
  public static int run(List<Setting> known, Server server) {
    Map<String, String> environment = System.getenv();
    LogLevel.set(environment, Level.INFO);
    Settings settings = new Settings(environment, known);
    try (StopRequest stop = new StopRequest();
        Monitor monitor = Monitor.open(settings)) {
      return server.run(settings, monitor, stop);
    }
  }

  /**
   * The same as a program of its own, as in a container: tells on stderr what is wrong with the
   * settings, and ends the process.
   */
  public static void main(String[] args, List<Setting> known, Server server) {
    System.exit(args.length == 0 ? code(known, server) : help(args, known));
  }

  private static int code(List<Setting> known, Server server) {
    try {
      return run(known, server);
    } catch (ConfigException e) {
      for (Problem problem : e.problems()) {
        System.err.println("kith: " + problem);
      }
      return 1;
    }
  }

  private static int help(String[] args, List<Setting> known) {
    boolean asked = args.length == 1 && args[0].equals("--help");
    if (!asked) {
      System.err.println("kith: takes no arguments, but environment variables:");
    }
    for (Setting setting : known) {
      String fallback = setting.fallback().isEmpty() ? "" : " [" + setting.fallback() + "]";
      (asked ? System.out : System.err)
          .printf("  %-28s %s%s%n", setting.name(), setting.help(), fallback);
    }
    return asked ? 0 : 2;
  }
}
