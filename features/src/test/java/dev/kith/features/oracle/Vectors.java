package dev.kith.features.oracle;

import dev.kith.features.FeatureVector;
import java.util.LinkedHashMap;
import java.util.Map;

/** What an evaluation gave, in the form in which the oracle says it. */
public final class Vectors {

  private Vectors() {}

  /** Feature name to value. */
  public static Map<String, Oracle.Value> byName(FeatureVector vector) {
    Map<String, Oracle.Value> out = new LinkedHashMap<>();
    for (int i = 0; i < vector.features().size(); i++) {
      FeatureVector.Status status = vector.status(i);
      out.put(
          vector.features().get(i).name(),
          new Oracle.Value(
              vector.value(i),
              status == FeatureVector.Status.DEFAULTED,
              status == FeatureVector.Status.TRUNCATED));
    }
    return out;
  }
}
