package dev.kith.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** The parts of the process, and how they are. Thread-safe. */
final class Parts {

  /**
   * How a part is.
   *
   * @param problem what keeps it from doing its work; empty if nothing does
   * @param status what it says itself
   */
  record Status(String problem, Object status) {}

  private final List<Part> parts = new CopyOnWriteArrayList<>();

  void add(Part part) {
    parts.add(part);
  }

  /** Each part's, by its name. */
  Map<String, Status> statuses() {
    Map<String, Status> out = new LinkedHashMap<>();
    for (Part part : parts) {
      out.put(part.name(), new Status(part.problem().orElse(""), part.status()));
    }
    return out;
  }

  void answerHealth(HttpExchange exchange) throws IOException {
    List<String> problems =
        parts.stream()
            .flatMap(part -> part.problem().stream().map(why -> part.name() + ": " + why))
            .toList();
    if (parts.isEmpty()) {
      Answers.line(exchange, 503, "it is starting");
    } else if (problems.isEmpty()) {
      Answers.line(exchange, 200, "ok");
    } else {
      Answers.line(exchange, 503, String.join("\n", problems));
    }
  }
}
