package dev.kith.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** The usual answers. */
public final class Answers {
  private static final ObjectWriter JSON = new ObjectMapper().writerWithDefaultPrettyPrinter();

  private Answers() {}

  /** A handler that answers with a text. */
  static HttpHandler text(String contentType, Supplier<String> text) {
    return exchange -> send(exchange, 200, contentType, text.get());
  }

  /** A handler that answers with what Jackson makes of a value. */
  static HttpHandler json(Supplier<?> value) {
    return exchange -> send(exchange, 200, "application/json", write(value.get()));
  }

  /** Answers with a text, the whole of it. */
  public static void send(HttpExchange exchange, int code, String contentType, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", contentType);
    exchange.sendResponseHeaders(code, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  /** Answers with a line of plain text. */
  public static void line(HttpExchange exchange, int code, String line) throws IOException {
    send(exchange, code, "text/plain; charset=utf-8", line + "\n");
  }

  private static String write(Object value) {
    try {
      return JSON.writeValueAsString(value) + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
