package dev.kith.ingest.wire;

import org.apache.avro.Schema;

/** The writers' schemas, by the ids that the wire format carries. Thread-safe. */
public interface Schemas {

  /**
   * The schema of an id.
   *
   * @throws BadRecordException if there is none, or none that is Avro
   * @throws OutageException if that can't be told
   */
  Schema byId(int id) throws BadRecordException;
}
