package dev.kith.graph.schema;

/** The types that an attribute can have. */
public enum AttributeType {
  /** A signed 64-bit integer. */
  INT,
  /** An IEEE 754 double. */
  DOUBLE,
  /** Unicode text. */
  STRING,
  /** True or false. */
  BOOL,
  /** An instant, in microseconds since 1970-01-01T00:00:00Z. */
  TIMESTAMP
}
