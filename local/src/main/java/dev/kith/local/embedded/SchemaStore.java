package dev.kith.local.embedded;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.avro.Schema;

/**
 * Schemas by id, and the versions of each subject. The same schema has the same id under every
 * subject. Every registration is a line of a file, written before its id is given out, so an id
 * never comes to mean another schema. Thread-safe.
 */
final class SchemaStore {

  /** One version of a subject; {@code schema} is Avro's JSON, without needless white space. */
  record Version(String subject, int version, int id, String schema) {}

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private final List<String> schemas = new ArrayList<>();
  private final Map<String, Integer> ids = new HashMap<>();
  private final TreeMap<String, List<Version>> subjects = new TreeMap<>();

  /**
   * @param file where registrations are; created if missing
   */
  SchemaStore(Path file) throws IOException {
    this.file = file;
    if (Files.exists(file)) {
      long whole = 0;
      for (String line : Files.readString(file).split("(?<=\n)", -1)) {
        if (line.endsWith("\n")) {
          restore(line);
          whole += line.getBytes(StandardCharsets.UTF_8).length;
        }
      }
      // A line that the last process did not finish was never answered for.
      try (var channel = Files.newByteChannel(file, StandardOpenOption.WRITE)) {
        channel.truncate(whole);
      }
    }
  }

  /** The schema as it is compared and stored. */
  static String canonical(String schema) {
    return new Schema.Parser().parse(schema).toString();
  }

  /** The version of the subject that has this schema; a new one if none has. */
  synchronized Version register(String subject, String schema) throws IOException {
    Optional<Version> known = lookup(subject, schema);
    if (known.isPresent()) {
      return known.get();
    }
    int id = ids.getOrDefault(schema, schemas.size() + 1);
    Version version = new Version(subject, versions(subject).size() + 1, id, schema);
    Files.writeString(
        file,
        JSON.writeValueAsString(version) + "\n",
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    add(version);
    return version;
  }

  synchronized Optional<Version> lookup(String subject, String schema) {
    return versions(subject).stream().filter(v -> v.schema().equals(schema)).findFirst();
  }

  /** In the order of their numbers, which start at 1; empty if there is no such subject. */
  synchronized List<Version> versions(String subject) {
    return List.copyOf(subjects.getOrDefault(subject, List.of()));
  }

  synchronized List<String> subjects() {
    return List.copyOf(subjects.keySet());
  }

  synchronized Optional<String> schema(int id) {
    return id >= 1 && id <= schemas.size() ? Optional.of(schemas.get(id - 1)) : Optional.empty();
  }

  /** Everywhere that a schema is used. */
  synchronized List<Version> usages(int id) {
    return subjects.values().stream().flatMap(List::stream).filter(v -> v.id() == id).toList();
  }

  private void add(Version version) {
    if (version.id() == schemas.size() + 1) {
      schemas.add(version.schema());
      ids.put(version.schema(), version.id());
    }
    subjects.computeIfAbsent(version.subject(), s -> new ArrayList<>()).add(version);
  }

  private void restore(String line) throws IOException {
    try {
      JsonNode json = JSON.readTree(line);
      add(
          new Version(
              json.required("subject").asText(),
              json.required("version").asInt(),
              json.required("id").asInt(),
              json.required("schema").asText()));
    } catch (JacksonException | IllegalArgumentException e) {
      throw new IOException(file + " is not a file of registered schemas: " + line.strip(), e);
    }
  }
}
