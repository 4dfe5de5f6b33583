package dev.kith.ingest;

import dev.kith.admin.Monitor;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Ingest's settings, and what they mean. */
final class IngestSettings {
  static final String KEY_DESERIALIZER = "CDC_KEY_DESERIALIZER";
  static final String VALUE_DESERIALIZER = "CDC_VALUE_DESERIALIZER";
  static final String REGISTRY_URL = "SCHEMA_REGISTRY_URL";
  private static final String REGISTRY_USER = "SCHEMA_REGISTRY_USER_INFO";
  private static final String WATERMARK_INTERVAL = "WATERMARK_INTERVAL_MS";
  private static final String NO_DGRAPH = "none";

  /** Where the admin server listens if nothing else is said. */
  private static final int ADMIN_PORT = 9101;

  private static final List<Setting> OWN =
      List.of(
          new Setting(
              "KAFKA_BOOTSTRAP_SERVERS",
              "localhost:9092",
              "Kafka's brokers, host:port, comma-separated"),
          new Setting(
              REGISTRY_URL,
              "http://localhost:8081",
              "the schema registry; several, comma-separated, are tried in turn"),
          new Setting(REGISTRY_USER, "", "user:password for the schema registry"),
          new Setting(
              "DGRAPH_ALPHA_HOST",
              "localhost:9080",
              "Dgraph's alphas, host:port, comma-separated; 'none' for no Dgraph"),
          new Setting("GRAPH_CONFIG", "", "the graph.yaml to use; the shipped one if empty"),
          new Setting(
              "PARTITIONS", "4", "of kith.graph-changes when it is created; fixed from then on"),
          new Setting(
              "STATE_DIR",
              Path.of(System.getProperty("java.io.tmpdir"), "kith-ingest").toString(),
              "a folder for the order of changes; comes back from Kafka if lost"),
          new Setting(
              KEY_DESERIALIZER,
              "",
              "a Kafka Deserializer class for the keys of CDC records; Confluent's wire format if"
                  + " empty"),
          new Setting(
              VALUE_DESERIALIZER,
              "",
              "a Kafka Deserializer class for their values; Confluent's wire format if empty"),
          new Setting(
              WATERMARK_INTERVAL,
              "200",
              "milliseconds from one telling of how fresh the graph is to the next, while records"
                  + " come; without any it is a second"),
          new Setting("LOG_LEVEL", "info", "error, warn, info, debug or trace"));

  static final List<Setting> ALL =
      Stream.concat(OWN.stream(), Monitor.settings(ADMIN_PORT).stream()).toList();

  private final Settings settings;
  private final int partitions;
  private final Duration watermarkInterval;

  IngestSettings(Settings settings) {
    this.settings = settings;
    this.partitions = settings.getInt("PARTITIONS", 1, 1_000);
    this.watermarkInterval = Duration.ofMillis(settings.getInt(WATERMARK_INTERVAL, 10, 60_000));
  }

  /** The properties that all Kafka clients share. */
  Map<String, Object> kafka() {
    return settings.kafka();
  }

  String bootstrapServers() {
    return settings.get("KAFKA_BOOTSTRAP_SERVERS");
  }

  /** Empty for no Dgraph. */
  List<String> alphas() {
    String hosts = settings.get("DGRAPH_ALPHA_HOST");
    return hosts.equals(NO_DGRAPH)
        ? List.of()
        : Stream.of(hosts.split(",")).map(String::strip).filter(s -> !s.isEmpty()).toList();
  }

  int partitions() {
    return partitions;
  }

  Duration watermarkInterval() {
    return watermarkInterval;
  }

  String stateDir() {
    return settings.get("STATE_DIR");
  }

  String registryUrl() {
    return settings.get(REGISTRY_URL);
  }

  String registryUserInfo() {
    return settings.get(REGISTRY_USER);
  }

  /** The name of a deserializer class; empty for our own. */
  String deserializer(String setting) {
    return settings.get(setting);
  }

  /** What a deserializer is configured with, in the names that Confluent's uses. */
  Map<String, Object> deserializerProperties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("schema.registry.url", registryUrl());
    if (!registryUserInfo().isEmpty()) {
      properties.put("basic.auth.credentials.source", "USER_INFO");
      properties.put("basic.auth.user.info", registryUserInfo());
    }
    properties.putAll(kafka());
    return properties;
  }

  /** A setting that can't be used. */
  RuntimeException invalid(String setting, IllegalArgumentException why) {
    return settings.invalid(setting, String.valueOf(why.getMessage()));
  }

  /** To be printed at start: without secrets. */
  Map<String, String> printable() {
    return settings.printable();
  }
}
