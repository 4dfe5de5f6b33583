package dev.kith.ingest.topology;

import dev.kith.ingest.wire.RecordReader;

/** Makes readers, which belong to one thread each, for the keys and the values of CDC records. */
public interface Readers {

  RecordReader newKeyReader();

  RecordReader newValueReader();
}
