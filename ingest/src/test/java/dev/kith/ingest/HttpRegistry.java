package dev.kith.ingest;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** A schema registry over HTTP that answers as Confluent's does, and can be told to fail. */
public final class HttpRegistry implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Answers by path; anything else is "not found". */
  private final Map<String, String> answers = new ConcurrentHashMap<>();

  private final HttpServer server;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicInteger hanging = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile int failure;
  private volatile String notFound = "{\"error_code\":40403,\"message\":\"Schema not found\"}";
  private volatile @Nullable String authorization;

  public HttpRegistry() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Serves a schema under an id. */
  public void serve(int id, Schema schema) {
    serve("/schemas/ids/" + id, schema.toString(), null, null);
  }

  /** Serves anything that a registry may say of a schema. */
  public void serve(
      String path, String schema, @Nullable String type, @Nullable String references) {
    ObjectNode answer = JSON.createObjectNode().put("schema", schema);
    if (type != null) {
      answer.put("schemaType", type);
    }
    try {
      if (references != null) {
        answer.set("references", JSON.readTree(references));
      }
      answers.put(path, JSON.writeValueAsString(answer));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next so many requests are answered with that status. */
  public void fail(int times, int status) {
    failure = status;
    failures.set(times);
  }

  /** The next so many requests are not answered. */
  public void hang(int times) {
    hanging.set(times);
  }

  /** What the body of a "not found" is. */
  public void notFound(String body) {
    notFound = body;
  }

  /** The header that a request must carry. */
  public void require(String header) {
    authorization = header;
  }

  public int requests() {
    return requests.get();
  }

  private void handle(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    if (hanging.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      awaitClose();
    }
    String expected = authorization;
    String answer = answers.get(exchange.getRequestURI().getRawPath());
    if (failures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      send(exchange, failure, "out of order");
    } else if (expected != null
        && !expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      send(exchange, 401, "{\"error_code\":401,\"message\":\"Unauthorized\"}");
    } else if (answer == null) {
      send(exchange, 404, notFound);
    } else {
      send(exchange, 200, answer);
    }
  }

  private void awaitClose() throws IOException {
    try {
      closed.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    try (exchange) {
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
  }
}
