package dev.kith.ingest.deadletter;

/**
 * Why a record could not be taken, as a code for programs and metrics: their names stay. The text
 * beside it says more.
 */
public enum Reason {
  /** The key's bytes are not what its reader reads. */
  UNREADABLE_KEY,
  /** The value's bytes are not what its reader reads. */
  UNREADABLE_VALUE,
  /** The registry has no schema of the id that the bytes name, or none that is Avro. */
  UNKNOWN_SCHEMA,
  /** The value is neither an envelope nor a row, or an envelope of an unknown operation. */
  UNKNOWN_EVENT,
  /** There is no key, where the row can't be told without. */
  NO_KEY,
  /** A key, or an end of an edge, that can't be one: null, too long, no text and no number. */
  BAD_KEY,
  /** A column that {@code graph.yaml} maps, and a row can't do without, is not there. */
  MISSING_COLUMN,
  /** A column holds what its attribute can't. */
  BAD_VALUE,
  /** Both ends of a symmetric edge are the same. */
  SELF_EDGE,
  /** It was too large for the dead letters: what is kept says where it is, without its value. */
  TOO_LARGE,
  /** A record of {@code kith.graph-changes} that Kith did not write. */
  MALFORMED_CHANGE,
  /** A line of a CSV file that is no row. */
  BAD_LINE,
  /** A replay of what can't be replayed: of no source table, of a truncate. */
  NOT_REPLAYABLE,
  /** Of a letter that an earlier or a later Kith wrote. */
  OTHER;

  /** The code of that name; {@link #OTHER} if there is none. */
  public static Reason of(String name) {
    for (Reason reason : values()) {
      if (reason.name().equals(name)) {
        return reason;
      }
    }
    return OTHER;
  }
}
