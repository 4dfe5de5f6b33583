package dev.kith.local.cli;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kith.ingest.IngestStatus;
import dev.kith.serving.ServingStatus;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Asks admin servers how the parts of Kith are. Not thread-safe. */
final class StatusClient implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final ObjectMapper JSON =
      new ObjectMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

  /**
   * A part, and where it is looked for first: it may be at the address of another, in one process.
   */
  record Wanted(String part, String address) {
    static Wanted ingest(String address) {
      return new Wanted(IngestStatus.NAME, address);
    }

    static Wanted serving(String address) {
      return new Wanted(ServingStatus.NAME, address);
    }
  }

  /**
   * What is known of a part.
   *
   * @param address where it is, or was looked for
   * @param problem what keeps it from its work, or from answering; empty if nothing does
   * @param status as it says; missing if it did not answer
   */
  record Found(String part, String address, String problem, JsonNode status) {
    boolean isSilent() {
      return status.isMissingNode();
    }
  }

  /** What all parts said. */
  record Asked(List<Found> parts) {

    Optional<IngestStatus> ingest() {
      return status(IngestStatus.NAME, IngestStatus.class);
    }

    Optional<ServingStatus> serving() {
      return status(ServingStatus.NAME, ServingStatus.class);
    }

    private <T> Optional<T> status(String part, Class<T> type) {
      return parts.stream()
          .filter(found -> found.part().equals(part) && !found.isSilent())
          .findFirst()
          .map(found -> JSON.convertValue(found.status(), type));
    }

    boolean isSilent() {
      return parts.stream().anyMatch(Found::isSilent);
    }

    boolean hasProblem() {
      return parts.stream().anyMatch(found -> !found.problem().isEmpty());
    }

    /** All of it, by part. */
    Map<String, ObjectNode> json() {
      Map<String, ObjectNode> out = new LinkedHashMap<>();
      for (Found found : parts) {
        ObjectNode part =
            JSON.createObjectNode().put("address", found.address()).put("problem", found.problem());
        if (!found.isSilent()) {
          part.set("status", found.status());
        }
        out.put(found.part(), part);
      }
      return out;
    }
  }

  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final List<Wanted> wanted;

  StatusClient(List<Wanted> wanted) {
    this.wanted = List.copyOf(wanted);
  }

  Asked ask() {
    Map<String, JsonNode> answers = new LinkedHashMap<>();
    Map<String, String> failures = new LinkedHashMap<>();
    for (Wanted part : wanted) {
      try {
        answers.put(part.address(), get(part.address()));
      } catch (IOException e) {
        failures.put(part.address(), "nothing answers at " + part.address());
      }
    }
    List<Found> found = new ArrayList<>();
    for (Wanted part : wanted) {
      found.add(find(part, answers, failures));
    }
    return new Asked(found);
  }

  private static Found find(
      Wanted wanted, Map<String, JsonNode> answers, Map<String, String> failures) {
    List<String> addresses = new ArrayList<>(List.of(wanted.address()));
    addresses.addAll(answers.keySet());
    for (String address : addresses) {
      JsonNode part = answers.getOrDefault(address, JSON.missingNode()).path(wanted.part());
      if (part.isObject()) {
        return new Found(
            wanted.part(), address, part.path("problem").asText(), part.path("status"));
      }
    }
    String why =
        failures.getOrDefault(
            wanted.address(), "what answers at " + wanted.address() + " has no " + wanted.part());
    return new Found(wanted.part(), wanted.address(), why, JSON.missingNode());
  }

  private JsonNode get(String address) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/status"))
            .timeout(TIMEOUT)
            .build();
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      return response.statusCode() == 200
          ? JSON.readTree(response.body())
          : JSON.createObjectNode();
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      return JSON.createObjectNode(); // another server
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
