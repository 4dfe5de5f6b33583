package dev.kith.ingest;

import dev.kith.ingest.retry.StopSignal;
import dev.kith.ingest.topology.Readers;
import dev.kith.ingest.wire.ConfluentReader;
import dev.kith.ingest.wire.DeserializerReader;
import dev.kith.ingest.wire.RecordReader;
import dev.kith.ingest.wire.RegistrySchemas;

/** The readers that the settings ask for: our own, over one cache of schemas, or other classes. */
final class WireReaders implements Readers, AutoCloseable {
  private final IngestSettings settings;
  private final RegistrySchemas schemas;

  /**
   * @throws dev.kith.graph.config.ConfigException if a setting can't be used
   */
  WireReaders(IngestSettings settings, StopSignal stop) {
    this.settings = settings;
    try {
      schemas = new RegistrySchemas(settings.registryUrl(), settings.registryUserInfo(), stop);
    } catch (IllegalArgumentException e) {
      throw settings.invalid(IngestSettings.REGISTRY_URL, e);
    }
    newKeyReader().close();
    newValueReader().close();
  }

  @Override
  public RecordReader newKeyReader() {
    return reader(IngestSettings.KEY_DESERIALIZER, true);
  }

  @Override
  public RecordReader newValueReader() {
    return reader(IngestSettings.VALUE_DESERIALIZER, false);
  }

  private RecordReader reader(String setting, boolean isKey) {
    String className = settings.deserializer(setting);
    if (className.isEmpty()) {
      return new ConfluentReader(schemas);
    }
    try {
      return DeserializerReader.of(className, settings.deserializerProperties(), isKey);
    } catch (IllegalArgumentException e) {
      throw settings.invalid(setting, e);
    }
  }

  @Override
  public void close() {
    schemas.close();
  }
}
