package dev.kith.serving.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.features.FeatureVector;
import dev.kith.features.evidence.AttributeValues;
import dev.kith.graph.change.Watermark;
import dev.kith.proto.v1.FeatureStatus;
import dev.kith.proto.v1.Source;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A {@code GetGraphFeaturesResponse} in its bytes, the same that the message would be written as.
 * Made in one pass over the values, from names that are encoded already: the message itself would
 * be two maps, and two objects a value. Immutable.
 */
public final class EncodedAnswer {
  /** A value is seldom longer: a number takes 9 bytes, and lengths and tags some. */
  private static final int VALUE = 24;

  /** What is beside the features, without statuses. */
  private static final int REST = 32;

  private static final long MICROS = 1_000_000;
  private static final int NANOS_PER_MICRO = 1_000;
  private static final int DOUBLE_VALUE = 1 + Double.BYTES;
  private static final int BOOL_VALUE = 2;
  private static final int NULL_VALUE = 2;

  private final byte[] features;
  private final int featuresSize;
  private final byte[] rest;
  private final int restSize;
  private final Source source;

  private EncodedAnswer(Bytes features, Bytes rest, Source source) {
    this.features = features.array();
    this.featuresSize = features.size();
    this.rest = rest.array();
    this.restSize = rest.size();
    this.source = source;
  }

  /**
   * Writes an answer.
   *
   * @param names of the vector's features
   * @param known what certainly is in the answer; empty if that is not known
   * @param statuses what answers say of a value
   */
  public static EncodedAnswer of(
      FeatureNames names,
      FeatureVector vector,
      Source source,
      Optional<Watermark> known,
      Function<FeatureVector.Status, FeatureStatus> statuses) {
    Bytes features = new Bytes(names.bytes() + VALUE * names.size());
    for (int i = 0; i < names.size(); i++) {
      entry(features, names.field(i), readable(vector, i));
    }
    Bytes rest = new Bytes(REST);
    if (known.isPresent()) {
      time(rest, known.get().asOf());
    }
    if (source.getNumber() != 0) {
      rest.number(AnswerFields.SOURCE, source.getNumber());
    }
    for (int i = 0; i < names.size(); i++) {
      FeatureStatus status = statuses.apply(vector.status(i));
      if (status != FeatureStatus.OK) {
        byte[] name = names.field(i);
        int number = status.getNumber();
        rest.length(
            AnswerFields.STATUS,
            name.length + Bytes.sizeOfNumber(AnswerFields.ENTRY_VALUE, number));
        rest.raw(name);
        rest.number(AnswerFields.ENTRY_VALUE, number);
      }
    }
    return new EncodedAnswer(features, rest, source);
  }

  /** Which source it came from. */
  public Source source() {
    return source;
  }

  /** The message. */
  Bytes bytes() {
    Bytes out = new Bytes(featuresSize + restSize + 1 + Bytes.MAX_VARINT);
    out.length(AnswerFields.FEATURES, featuresSize);
    out.raw(features, featuresSize);
    out.raw(rest, restSize);
    return out;
  }

  private static @Nullable Object readable(FeatureVector vector, int i) {
    Object value = vector.value(i);
    return value == null ? null : AttributeValues.value(vector.features().get(i).type(), value);
  }

  private static void entry(Bytes out, byte[] name, @Nullable Object value) {
    switch (value) {
      case null -> {
        value(out, name, NULL_VALUE);
        out.number(AnswerFields.NULL, 0L);
      }
      case Number number -> {
        value(out, name, DOUBLE_VALUE);
        out.number(AnswerFields.NUMBER, number.doubleValue());
      }
      case Boolean bool -> {
        value(out, name, BOOL_VALUE);
        out.number(AnswerFields.BOOL, bool ? 1L : 0L);
      }
      default -> {
        byte[] text = value.toString().getBytes(UTF_8);
        value(out, name, Bytes.sizeOfText(AnswerFields.STRING, text.length));
        out.text(AnswerFields.STRING, text);
      }
    }
  }

  /** An entry of the struct, up to its value, which is written next. */
  private static void value(Bytes out, byte[] name, int size) {
    out.length(
        AnswerFields.STRUCT_FIELDS, name.length + Bytes.sizeOfText(AnswerFields.ENTRY_VALUE, size));
    out.raw(name);
    out.length(AnswerFields.ENTRY_VALUE, size);
  }

  private static void time(Bytes out, long micros) {
    long seconds = Math.floorDiv(micros, MICROS);
    long nanos = Math.floorMod(micros, MICROS) * NANOS_PER_MICRO;
    int size =
        (seconds == 0 ? 0 : Bytes.sizeOfNumber(AnswerFields.SECONDS, seconds))
            + (nanos == 0 ? 0 : Bytes.sizeOfNumber(AnswerFields.NANOS, nanos));
    out.length(AnswerFields.AS_OF, size);
    if (seconds != 0) {
      out.number(AnswerFields.SECONDS, seconds);
    }
    if (nanos != 0) {
      out.number(AnswerFields.NANOS, nanos);
    }
  }
}
