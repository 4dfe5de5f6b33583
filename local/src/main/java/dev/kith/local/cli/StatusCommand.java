package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.admin.process.LogLevel;
import dev.kith.admin.process.StopRequest;
import dev.kith.local.cli.StatusClient.Asked;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code kith status}. */
@Command(
    name = "status",
    description = {
      "Show what ingest and serving do, and how far they are behind.",
      "",
      "Without an address, both are looked for at the ports at which they listen by default; with"
          + " the address of one, only that one is asked."
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:both can do their work",
      "1:one says that it can't",
      "2:a wrong use of this command",
      "4:one does not answer"
    })
final class StatusCommand implements Callable<Integer> {
  private static final String INGEST = "localhost:9101";
  private static final String SERVING = "localhost:9102";
  private static final int UNAVAILABLE = 4;
  private static final Duration REFRESH = Duration.ofSeconds(2);
  private static final ObjectMapper JSON = new ObjectMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(
      names = "--ingest",
      paramLabel = "HOST:PORT",
      converter = Ports.Address.class,
      description = "The admin server of ingest. [" + INGEST + "]")
  private @Nullable String ingest;

  @Option(
      names = "--serving",
      paramLabel = "HOST:PORT",
      converter = Ports.Address.class,
      description = "The admin server of serving. [" + SERVING + "]")
  private @Nullable String serving;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--watch", description = "Go on, with what is new every two seconds.")
  private boolean watch;

  @Override
  public Integer call() throws JsonProcessingException {
    LogLevel.set(System.getenv(), Level.WARN);
    PrintWriter out = spec.commandLine().getOut();
    try (StopRequest stop = new StopRequest();
        StatusClient client = new StatusClient(wanted())) {
      while (true) {
        Asked asked = client.ask();
        if (json) {
          out.println(JSON.writeValueAsString(asked.json()));
        } else {
          if (watch && Terminal.system().interactive()) {
            out.print("\033[H\033[2J");
          }
          StatusTable.render(asked).forEach(out::println);
        }
        out.flush();
        if (!watch || stop.await(REFRESH)) {
          return exitCode(asked);
        }
      }
    }
  }

  private List<StatusClient.Wanted> wanted() {
    boolean both = ingest == null && serving == null;
    List<StatusClient.Wanted> wanted = new ArrayList<>();
    if (both || ingest != null) {
      wanted.add(StatusClient.Wanted.ingest(ingest == null ? INGEST : ingest));
    }
    if (both || serving != null) {
      wanted.add(StatusClient.Wanted.serving(serving == null ? SERVING : serving));
    }
    return wanted;
  }

  private static int exitCode(Asked asked) {
    if (asked.isSilent()) {
      return UNAVAILABLE;
    }
    return asked.hasProblem() ? 1 : 0;
  }
}
