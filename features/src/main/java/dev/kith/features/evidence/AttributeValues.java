package dev.kith.features.evidence;

import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.AttributeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Values of attributes as people read them: times as {@link Instant}. */
public final class AttributeValues {

  private AttributeValues() {}

  /**
   * The value of an attribute that has one.
   *
   * @param bits as {@link dev.kith.graph.Row#bits}
   * @param text of a string
   */
  public static Object value(Attribute attribute, long bits, @Nullable String text) {
    return switch (attribute.type()) {
      case INT -> bits;
      case DOUBLE -> Double.longBitsToDouble(bits);
      case BOOL -> bits != 0;
      case STRING -> String.valueOf(text);
      case TIMESTAMP -> time(bits);
    };
  }

  /** A value of that type: {@code Long}, also for times, {@code Double}, {@code Boolean}, … */
  public static Object value(AttributeType type, Object value) {
    return type == AttributeType.TIMESTAMP && value instanceof Long micros ? time(micros) : value;
  }

  public static Instant time(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
