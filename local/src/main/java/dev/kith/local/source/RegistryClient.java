package dev.kith.local.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import org.apache.avro.Schema;

/** Registers schemas at a registry that speaks Confluent's REST API. */
final class RegistryClient implements CdcEncoder.Registration, AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final String url;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();

  RegistryClient(String url) {
    this.url = url;
  }

  @Override
  public int id(String subject, Schema schema) {
    String path = "/subjects/" + URLEncoder.encode(subject, StandardCharsets.UTF_8) + "/versions";
    try {
      String body = JSON.writeValueAsString(Map.of("schema", schema.toString()));
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(url + path))
                  .timeout(TIMEOUT)
                  .header("Content-Type", "application/vnd.schemaregistry.v1+json")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());
      JsonNode id = JSON.readTree(response.body()).path("id");
      if (response.statusCode() != 200 || !id.isInt()) {
        throw new IOException(
            "registering " + subject + " at " + url + " failed: " + response.body());
      }
      return id.asInt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while registering " + subject, e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
