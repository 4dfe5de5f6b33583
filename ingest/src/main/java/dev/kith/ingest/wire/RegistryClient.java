package dev.kith.ingest.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kith.ingest.deadletter.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/**
 * Asks a schema registry that speaks Confluent's API, once. Several addresses are tried in turn,
 * beginning with the one that answered last. TLS and its trust store are the JVM's. Thread-safe.
 */
final class RegistryClient implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(3);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
  private static final int NOT_FOUND = 404;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** An address without its user-info, and the header that stands for that. */
  private record Address(String url, Optional<String> authorization) {}

  /** A status, and a body that is JSON, or missing if it is something else. */
  private record Answer(int status, JsonNode body) {}

  private final List<Address> addresses;
  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .version(HttpClient.Version.HTTP_1_1) // an attempt to go on to HTTP/2 upsets some proxies
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private volatile int lastGood;

  /**
   * @param urls one or more, separated by commas; each may carry {@code user:password@}
   * @param userInfo {@code user:password} for those that don't; may be empty
   * @throws IllegalArgumentException if one is no http(s) URL
   */
  RegistryClient(String urls, String userInfo) {
    List<Address> found = new ArrayList<>();
    for (String url : urls.split(",", -1)) {
      found.add(address(url.strip(), userInfo));
    }
    addresses = List.copyOf(found);
  }

  /**
   * The schema of an id.
   *
   * @throws BadRecordException if the registry says that it has none, or none that is Avro
   * @throws RegistryException if none of the addresses answers that
   */
  Schema schema(int id) throws BadRecordException, RegistryException, InterruptedException {
    Answer answer = ask("/schemas/ids/" + id);
    if (answer.status() == NOT_FOUND) {
      throw new BadRecordException(Reason.UNKNOWN_SCHEMA, "the registry knows no schema " + id);
    }
    String type = answer.body().path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new BadRecordException(
          Reason.UNKNOWN_SCHEMA, "schema " + id + " is " + type + ", not Avro");
    }
    Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION);
    parser.setValidateDefaults(false);
    try {
      parseReferences(answer.body(), parser);
      return parser.parse(answer.body().path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw new BadRecordException(
          Reason.UNKNOWN_SCHEMA, "schema " + id + " can't be parsed: " + e.getMessage(), e);
    }
  }

  /** Named types that a schema takes from other subjects; each may itself take some. */
  private void parseReferences(JsonNode schema, Schema.Parser parser)
      throws BadRecordException, RegistryException, InterruptedException {
    for (JsonNode reference : schema.path("references")) {
      if (parser.getTypes().containsKey(reference.path("name").asText())) {
        continue;
      }
      String subject = reference.path("subject").asText();
      int version = reference.path("version").asInt();
      Answer answer = ask("/subjects/" + encode(subject) + "/versions/" + version);
      if (answer.status() == NOT_FOUND) {
        throw new BadRecordException(
            Reason.UNKNOWN_SCHEMA,
            "the registry knows no version "
                + version
                + " of "
                + subject
                + ", which is referred to");
      }
      parseReferences(answer.body(), parser);
      parser.parse(answer.body().path("schema").asText());
    }
  }

  /** The first answer that is one: 200, or a 404 of the registry itself. */
  private Answer ask(String path) throws RegistryException, InterruptedException {
    RegistryException failure = null;
    int first = lastGood;
    for (int i = 0; i < addresses.size(); i++) {
      int index = (first + i) % addresses.size();
      try {
        Answer answer = ask(addresses.get(index), path);
        lastGood = index;
        return answer;
      } catch (RegistryException e) {
        if (failure != null) {
          e.addSuppressed(failure);
        }
        failure = e;
      }
    }
    throw failure == null ? new RegistryException("no address", null) : failure;
  }

  private Answer ask(Address address, String path) throws RegistryException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address.url() + path))
            .timeout(REQUEST_TIMEOUT)
            .header("Accept", "application/vnd.schemaregistry.v1+json, application/json");
    address.authorization().ifPresent(header -> request.header("Authorization", header));
    HttpResponse<String> response;
    try {
      response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new RegistryException(address.url() + ": " + e, e);
    }
    Answer answer = new Answer(response.statusCode(), json(response.body()));
    boolean schema = answer.status() == 200 && answer.body().path("schema").isTextual();
    // Any web server answers 404, for instance to a URL with a wrong path. Only the registry's own
    // 404, which carries an error code, says that there is no such schema.
    boolean noSchema = answer.status() == NOT_FOUND && answer.body().has("error_code");
    if (schema || noSchema) {
      return answer;
    }
    throw new RegistryException(
        address.url()
            + path
            + " answers "
            + answer.status()
            + (answer.status() == 401 || answer.status() == 403
                ? ": see SCHEMA_REGISTRY_USER_INFO"
                : answer.status() == 200 || answer.status() == NOT_FOUND
                    ? ", but not as a schema registry does: see SCHEMA_REGISTRY_URL"
                    : ""),
        null);
  }

  private static JsonNode json(String body) {
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException e) {
      return JSON.missingNode();
    }
  }

  private static Address address(String url, String userInfo) {
    URI uri = URI.create(url);
    String scheme = uri.getScheme();
    if (uri.getHost() == null || !("http".equals(scheme) || "https".equals(scheme))) {
      throw new IllegalArgumentException("'" + url + "' is not an http or https URL");
    }
    String user = uri.getUserInfo() == null ? userInfo : uri.getUserInfo();
    String rawUser = uri.getRawUserInfo();
    String clean = rawUser == null ? url : url.replace(rawUser + "@", "");
    return new Address(
        clean.replaceAll("/+$", ""),
        user.isEmpty()
            ? Optional.empty()
            : Optional.of(
                "Basic "
                    + Base64.getEncoder().encodeToString(user.getBytes(StandardCharsets.UTF_8))));
  }

  private static String encode(String segment) {
    return java.net.URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
