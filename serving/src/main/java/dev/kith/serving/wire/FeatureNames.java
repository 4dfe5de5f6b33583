package dev.kith.serving.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.features.Feature;
import java.util.List;

/** The names of the features of a plan as they stand in every answer, encoded once. Immutable. */
public final class FeatureNames {
  private final byte[][] fields;
  private final int bytes;

  private FeatureNames(byte[][] fields) {
    this.fields = fields;
    int sum = 0;
    for (byte[] field : fields) {
      sum += field.length;
    }
    this.bytes = sum;
  }

  /** Those of these features, in their order. */
  public static FeatureNames of(List<Feature> features) {
    return new FeatureNames(
        features.stream().map(feature -> field(feature.name())).toArray(byte[][]::new));
  }

  /** The key of an entry of a map. */
  private static byte[] field(String name) {
    byte[] text = name.getBytes(UTF_8);
    Bytes out = new Bytes(text.length + Bytes.MAX_VARINT + 1);
    out.text(AnswerFields.ENTRY_KEY, text);
    return out.copy();
  }

  /** How many there are. */
  int size() {
    return fields.length;
  }

  /** How many bytes they are in all. */
  int bytes() {
    return bytes;
  }

  byte[] field(int i) {
    return fields[i];
  }
}
