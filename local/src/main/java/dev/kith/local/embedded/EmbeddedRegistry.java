package dev.kith.local.embedded;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.avro.AvroRuntimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A schema registry on loopback that speaks the part of Confluent's REST API that serializers,
 * deserializers and Debezium's converters need: registering, looking up, reading. It holds Avro
 * schemas without references, checks no compatibility, and deletes nothing.
 */
public final class EmbeddedRegistry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EmbeddedRegistry.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  /** An answer that is an error; {@code code} is Confluent's, whose first digits are the status. */
  private static final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;
    private final int code;

    Refusal(int code, String message) {
      super(message);
      this.code = code;
    }

    int status() {
      return code < 1000 ? code : code / 100;
    }
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final SchemaStore store;

  private EmbeddedRegistry(HttpServer server, SchemaStore store) {
    this.server = server;
    this.store = store;
    this.threads = Executors.newVirtualThreadPerTaskExecutor();
  }

  /**
   * Starts a registry.
   *
   * @param directory where it keeps its schemas; created if missing
   * @param port to listen on; 0 for any free one
   * @throws ConfigException if the port is in use or the directory can't be used
   */
  public static EmbeddedRegistry start(Path directory, int port) {
    SchemaStore store;
    try {
      Files.createDirectories(directory);
      store = new SchemaStore(directory.resolve("schemas.jsonl"));
    } catch (IOException e) {
      throw new ConfigException(
          List.of(
              new Problem(
                  directory.toString(),
                  0,
                  "the registry's schemas can't be kept there: " + e,
                  "Choose a folder that can be written with --data-dir")));
    }
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
      EmbeddedRegistry registry = new EmbeddedRegistry(server, store);
      server.setExecutor(registry.threads);
      server.createContext("/", registry::handle);
      server.start();
      return registry;
    } catch (IOException e) {
      throw Loopback.inUse(port, "registry", "--registry-port");
    }
  }

  /** {@code http://host:port}. */
  public String url() {
    return "http://" + Loopback.HOST + ":" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) {
    try (exchange) {
      int status = 200;
      Object answer;
      try {
        answer = answer(exchange);
      } catch (Refusal e) {
        status = e.status();
        answer = error(e.code, String.valueOf(e.getMessage()));
      } catch (IOException | RuntimeException e) {
        LOG.error("{} {} failed", exchange.getRequestMethod(), exchange.getRequestURI(), e);
        status = 500;
        answer = error(50001, "Error in the backend data store");
      }
      byte[] body = JSON.writeValueAsBytes(answer);
      exchange.getResponseHeaders().set("Content-Type", CONTENT_TYPE);
      exchange.sendResponseHeaders(status, body.length);
      exchange.getResponseBody().write(body);
    } catch (IOException e) {
      LOG.debug("a caller of the registry went away", e);
    }
  }

  private Object answer(HttpExchange exchange) throws IOException, Refusal {
    // Split before decoding: a subject may contain an encoded slash.
    List<String> path =
        Arrays.stream(exchange.getRequestURI().getRawPath().split("/"))
            .filter(part -> !part.isEmpty())
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toList();
    return switch (exchange.getRequestMethod()) {
      case "GET" -> get(path);
      case "POST" -> post(path, exchange);
      default -> throw new Refusal(405, "HTTP 405 Method Not Allowed");
    };
  }

  private Object get(List<String> path) throws Refusal {
    String root = path.isEmpty() ? "" : path.getFirst();
    return switch (root) {
      case "" -> Map.of();
      case "subjects" -> subjects(path);
      case "schemas" -> schemas(path);
      case "config" -> Map.of("compatibilityLevel", "NONE");
      case "mode" -> Map.of("mode", "READWRITE");
      default -> throw notFound();
    };
  }

  private Object subjects(List<String> path) throws Refusal {
    if (path.size() == 1) {
      return store.subjects();
    }
    if (path.size() < 3 || path.size() > 5 || !path.get(2).equals("versions")) {
      throw notFound();
    }
    List<SchemaStore.Version> versions = versions(path.get(1));
    if (path.size() == 3) {
      return versions.stream().map(SchemaStore.Version::version).toList();
    }
    SchemaStore.Version version = version(versions, path.get(3));
    if (path.size() == 4) {
      return describe(version);
    }
    if (path.get(4).equals("schema")) {
      return parsed(version.schema());
    }
    throw notFound();
  }

  private Object schemas(List<String> path) throws Refusal {
    if (path.equals(List.of("schemas", "types"))) {
      return List.of("AVRO");
    }
    if (path.size() < 3 || path.size() > 4 || !path.get(1).equals("ids")) {
      throw notFound();
    }
    int id = number(path.get(2), 404);
    String schema =
        store.schema(id).orElseThrow(() -> new Refusal(40403, "Schema " + id + " not found"));
    return switch (path.size() == 4 ? path.get(3) : "") {
      case "" -> Map.of("schema", schema);
      case "schema" -> parsed(schema);
      case "subjects" -> store.usages(id).stream().map(SchemaStore.Version::subject).toList();
      case "versions" ->
          store.usages(id).stream()
              .map(v -> Map.of("subject", v.subject(), "version", v.version()))
              .toList();
      default -> throw notFound();
    };
  }

  private Object post(List<String> path, HttpExchange exchange) throws IOException, Refusal {
    boolean lookup = path.size() == 2 && path.getFirst().equals("subjects");
    boolean register =
        path.size() == 3 && path.getFirst().equals("subjects") && path.get(2).equals("versions");
    if (!lookup && !register) {
      throw notFound();
    }
    String subject = path.get(1);
    String schema = schemaOf(exchange);
    if (register) {
      return describe(store.register(subject, schema));
    }
    versions(subject);
    return describe(
        store.lookup(subject, schema).orElseThrow(() -> new Refusal(40403, "Schema not found")));
  }

  private static String schemaOf(HttpExchange exchange) throws IOException, Refusal {
    JsonNode request;
    try {
      request = JSON.readTree(exchange.getRequestBody());
    } catch (JacksonException e) {
      throw new Refusal(400, "the request is not JSON");
    }
    JsonNode type = request.path("schemaType");
    if (!type.isMissingNode() && !type.isNull() && !type.asText().equals("AVRO")) {
      throw new Refusal(42201, "Invalid schema: only AVRO is held here, not " + type.asText());
    }
    if (!request.path("references").isEmpty()) {
      throw new Refusal(42201, "Invalid schema: references are not held here");
    }
    try {
      return SchemaStore.canonical(request.path("schema").asText(""));
    } catch (AvroRuntimeException e) {
      throw new Refusal(42201, "Invalid schema: " + e.getMessage());
    }
  }

  private List<SchemaStore.Version> versions(String subject) throws Refusal {
    List<SchemaStore.Version> versions = store.versions(subject);
    if (versions.isEmpty()) {
      throw new Refusal(40401, "Subject '" + subject + "' not found.");
    }
    return versions;
  }

  private static SchemaStore.Version version(List<SchemaStore.Version> versions, String which)
      throws Refusal {
    if (which.equals("latest") || which.equals("-1")) {
      return versions.getLast();
    }
    int number = number(which, 42202);
    if (number < 1) {
      throw new Refusal(42202, "The specified version '" + which + "' is not a valid version id.");
    }
    if (number > versions.size()) {
      throw new Refusal(40402, "Version " + number + " not found.");
    }
    return versions.get(number - 1);
  }

  private static int number(String text, int otherwise) throws Refusal {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new Refusal(otherwise, "'" + text + "' is not a number.");
    }
  }

  private static Map<String, Object> describe(SchemaStore.Version version) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("subject", version.subject());
    out.put("version", version.version());
    out.put("id", version.id());
    out.put("schema", version.schema());
    return out;
  }

  private static JsonNode parsed(String schema) {
    try {
      return JSON.readTree(schema);
    } catch (JacksonException e) {
      throw new IllegalStateException("a stored schema is not JSON", e);
    }
  }

  private static Map<String, Object> error(int code, String message) {
    Map<String, Object> out = new LinkedHashMap<>();
    out.put("error_code", code);
    out.put("message", message);
    return out;
  }

  private static Refusal notFound() {
    return new Refusal(404, "HTTP 404 Not Found");
  }
}
