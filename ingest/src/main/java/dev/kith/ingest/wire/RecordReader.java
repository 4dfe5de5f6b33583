package dev.kith.ingest.wire;

/** Reads the keys, or the values, of CDC records. Used by one thread. */
public interface RecordReader extends AutoCloseable {

  /**
   * Reads one key or value.
   *
   * @return an {@link org.apache.avro.generic.IndexedRecord}; or, where the bytes hold a plain
   *     value, that
   * @throws BadRecordException if these bytes can't be read
   * @throws OutageException if that can't be told because the registry does not answer
   */
  Object read(String topic, byte[] bytes) throws BadRecordException;

  @Override
  default void close() {}
}
