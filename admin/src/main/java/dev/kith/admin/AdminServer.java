package dev.kith.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An HTTP server that answers GET, each path by its handler. Thread-safe. */
final class AdminServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

  private final HttpServer server;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("kith-admin-", 0).factory());
  private final Map<String, HttpHandler> handlers = new ConcurrentSkipListMap<>();

  private AdminServer(HttpServer server) {
    this.server = server;
    server.setExecutor(threads);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * Listens; 0 is any free port.
   *
   * @throws IOException if the address can't be listened on
   */
  static AdminServer start(InetSocketAddress address) throws IOException {
    if (address.isUnresolved()) {
      throw new IOException("there is no such host");
    }
    return new AdminServer(HttpServer.create(address, 0));
  }

  int port() {
    return server.getAddress().getPort();
  }

  void handle(String path, HttpHandler handler) {
    handlers.put(path, handler);
  }

  private void answer(HttpExchange exchange) throws IOException {
    HttpHandler handler = handlers.get(exchange.getRequestURI().getPath());
    if (handler == null) {
      Answers.line(exchange, 404, "Here is: " + String.join(" ", handlers.keySet()));
    } else if (!exchange.getRequestMethod().equals("GET")) {
      exchange.getResponseHeaders().set("Allow", "GET");
      Answers.line(exchange, 405, "GET it");
    } else {
      answer(exchange, handler);
    }
  }

  private static void answer(HttpExchange exchange, HttpHandler handler) throws IOException {
    try {
      handler.handle(exchange);
    } catch (RuntimeException e) {
      LOG.error("{} can't be answered", exchange.getRequestURI().getPath(), e);
      if (exchange.getResponseCode() >= 0) {
        throw e; // the server then cuts the connection, where to close it would end the answer well
      }
      Answers.line(exchange, 500, "a defect in Kith; its log tells more");
    }
  }

  /** Stops at once: what is being answered is cut off. */
  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
