package dev.kith.local;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.apache.avro.Schema;

/** Registers schemas as a serializer does. */
public interface SchemaRegistration {

  /** The id that the registry gives a schema of a subject. */
  int id(String subject, Schema schema);

  /** At the registry of that URL. */
  static SchemaRegistration at(String url) {
    return (subject, schema) -> {
      ObjectMapper json = new ObjectMapper();
      try (HttpClient http = HttpClient.newHttpClient()) {
        String body = json.writeValueAsString(Map.of("schema", schema.toString()));
        HttpResponse<String> answer =
            http.send(
                HttpRequest.newBuilder(URI.create(url + "/subjects/" + subject + "/versions"))
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
        return json.readTree(answer.body()).required("id").intValue();
      } catch (IOException | InterruptedException e) {
        throw new AssertionError("the registry did not take " + subject, e);
      }
    };
  }
}
