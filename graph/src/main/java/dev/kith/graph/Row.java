package dev.kith.graph;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import dev.kith.graph.schema.ElementType;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The attribute values of one element, by the position of the attribute in its type. Immutable and
 * safe to publish without synchronisation (all fields final). A missing value reads as 0, false or
 * null: ask {@link #has} first.
 *
 * <p>The values of the first three attributes are in the row itself, so that to read one of a node
 * somewhere in the graph is one access to memory: most types have no more that are asked for often.
 *
 * <p>Memory: 64 bytes; and if there are more than three attributes 16 + 8 bytes for each of those
 * beyond, if one of them has a number, and 16 + 4 bytes for each, if one of them has a string.
 */
public final class Row {
  /** So many attributes are in the row itself. */
  public static final int INSIDE = 3;

  private static final long[] NO_BITS = {};
  private static final @Nullable String[] NO_TEXTS = {};

  private final long present;
  private final long bits0;
  private final long bits1;
  private final long bits2;
  private final @Nullable String text0;
  private final @Nullable String text1;
  private final @Nullable String text2;

  /** Of the attributes beyond. */
  private final long[] bits;

  private final @Nullable String[] texts;

  private Row(long present, long[] bits, @Nullable String[] texts) {
    this.present = present;
    this.bits0 = bits.length > 0 ? bits[0] : 0;
    this.bits1 = bits.length > 1 ? bits[1] : 0;
    this.bits2 = bits.length > 2 ? bits[2] : 0;
    this.text0 = texts.length > 0 ? texts[0] : null;
    this.text1 = texts.length > 1 ? texts[1] : null;
    this.text2 = texts.length > 2 ? texts[2] : null;
    this.bits = bits.length > INSIDE ? Arrays.copyOfRange(bits, INSIDE, bits.length) : NO_BITS;
    this.texts = texts.length > INSIDE ? Arrays.copyOfRange(texts, INSIDE, texts.length) : NO_TEXTS;
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
    return switch (attribute) {
      case 0 -> bits0;
      case 1 -> bits1;
      case 2 -> bits2;
      default -> attribute - INSIDE < bits.length ? bits[attribute - INSIDE] : 0;
    };
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
    return switch (attribute) {
      case 0 -> text0;
      case 1 -> text1;
      case 2 -> text2;
      default -> attribute - INSIDE < texts.length ? texts[attribute - INSIDE] : null;
    };
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
    if (!(other instanceof Row row) || present != row.present) {
      return false;
    }
    for (long left = present; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      if (bits(i) != row.bits(i) || !Objects.equals(text(i), row.text(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    int hash = Long.hashCode(present);
    for (long left = present; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      hash = 31 * (31 * hash + Long.hashCode(bits(i))) + Objects.hashCode(text(i));
    }
    return hash;
  }

  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("{");
    for (long left = present; left != 0; left &= left - 1) {
      int i = Long.numberOfTrailingZeros(left);
      String text = text(i);
      out.append(out.length() > 1 ? ", " : "").append(i).append('=');
      out.append(text == null ? Long.toString(bits(i)) : text);
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
