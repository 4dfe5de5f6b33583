package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The attribute values of one element, by the position of the attribute in its type. Immutable and
 * safe to publish without synchronisation (all fields final). A missing value reads as 0, false or
 * null: ask {@link #has} first.
 *
 * <p>Memory: 32 bytes, 16 + 8 bytes an attribute for the numbers if any is present, and 16 + 4
 * bytes an attribute for the references to strings if any is present.
 */
public final class Row {
  private static final long[] NO_BITS = {};
  private static final @Nullable String[] NO_TEXTS = {};

  private final long present;
  private final long[] bits;
  private final @Nullable String[] texts;

  private Row(long present, long[] bits, @Nullable String[] texts) {
    this.present = present;
    this.bits = bits;
    this.texts = texts;
  }

  public static Builder builder(ElementType type) {
    return new Builder(type.attributes().size());
  }

  /** A bit for each attribute that has a value. */
  public long present() {
    return present;
  }

  public boolean has(Attribute attribute) {
    return (present & (1L << attribute.index())) != 0;
  }

  /**
   * An {@code INT} as it is, a {@code TIMESTAMP} in epoch microseconds, a {@code BOOL} as 0 or 1, a
   * {@code DOUBLE} as raw bits.
   */
  public long bits(Attribute attribute) {
    return bits(attribute.index());
  }

  /** As {@link #bits(Attribute)}, of an attribute by its index. */
  public long bits(int attribute) {
    return attribute < bits.length ? bits[attribute] : 0;
  }

  public double doubleValue(Attribute attribute) {
    return Double.longBitsToDouble(bits(attribute));
  }

  public boolean boolValue(Attribute attribute) {
    return bits(attribute) != 0;
  }

  /** The value of a {@code STRING}; null if it is missing. */
  public @Nullable String text(Attribute attribute) {
    return text(attribute.index());
  }

  /** As {@link #text(Attribute)}, of an attribute by its index. */
  public @Nullable String text(int attribute) {
    return attribute < texts.length ? texts[attribute] : null;
  }

  /**
   * {@code Long} (int, timestamp), {@code Double}, {@code Boolean}, {@code String}, or null if
   * missing. Not for hot paths.
   */
  public @Nullable Object value(Attribute attribute) {
    if (!has(attribute)) {
      return null;
    }
    return switch (attribute.type()) {
      case INT, TIMESTAMP -> bits(attribute);
      case DOUBLE -> doubleValue(attribute);
      case BOOL -> boolValue(attribute);
      case STRING -> text(attribute);
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Row row
        && present == row.present
        && Arrays.equals(bits, row.bits)
        && Arrays.equals(texts, row.texts);
  }

  @Override
  public int hashCode() {
    return Long.hashCode(present) * 31 + Arrays.hashCode(bits) * 7 + Arrays.hashCode(texts);
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (int i = 0; i < Long.SIZE; i++) {
      if ((present & (1L << i)) != 0) {
        out.append(out.length() > 1 ? ", " : "").append(i).append('=');
        boolean isText = i < texts.length && texts[i] != null;
        out.append(isText ? texts[i] : Long.toString(bits[i]));
      }
    }
    return out.append('}').toString();
  }

  /** Collects the values of one row. Not thread-safe; {@link #build} may be called once. */
  public static final class Builder {
    private final int size;
    private long present;
    private long[] bits = NO_BITS;
    private @Nullable String[] texts = NO_TEXTS;

    private Builder(int size) {
      this.size = size;
    }

    /** Sets an {@code INT}, a {@code TIMESTAMP} (epoch microseconds) or a {@code BOOL} (0 or 1). */
    public Builder set(Attribute attribute, long value) {
      if (bits.length == 0) {
        bits = new long[size];
      }
      bits[attribute.index()] = value;
      present |= 1L << attribute.index();
      return this;
    }

    public Builder set(Attribute attribute, double value) {
      return set(attribute, Double.doubleToLongBits(value));
    }

    public Builder set(Attribute attribute, boolean value) {
      return set(attribute, value ? 1L : 0L);
    }

    public Builder set(Attribute attribute, String value) {
      if (texts.length == 0) {
        texts = new @Nullable String[size];
      }
      texts[attribute.index()] = value;
      present |= 1L << attribute.index();
      return this;
    }

    /**
     * Sets a value of the attribute's own Java type; null leaves it missing.
     *
     * @throws IllegalArgumentException if the value is of another type
     */
    public Builder setValue(Attribute attribute, @Nullable Object value) {
      return switch (value) {
        case null -> this;
        case Long v
            when attribute.type() == AttributeType.INT
                || attribute.type() == AttributeType.TIMESTAMP ->
            set(attribute, v.longValue());
        case Double v when attribute.type() == AttributeType.DOUBLE ->
            set(attribute, v.doubleValue());
        case Boolean v when attribute.type() == AttributeType.BOOL ->
            set(attribute, v.booleanValue());
        case String v when attribute.type() == AttributeType.STRING -> set(attribute, v);
        default ->
            throw new IllegalArgumentException(
                "attribute "
                    + attribute.name()
                    + " is "
                    + attribute.type()
                    + ", not "
                    + value.getClass().getSimpleName());
      };
    }

    public Row build() {
      return new Row(present, bits, texts);
    }
  }
}
