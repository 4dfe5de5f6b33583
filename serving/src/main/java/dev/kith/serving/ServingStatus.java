package dev.kith.serving;

import dev.kith.admin.Freshness;
import java.util.Map;

/**
 * What serving is doing. Counts are since it started; what is not known is -1.
 *
 * @param ready whether a source can answer
 * @param source which does now; empty if none can
 * @param replica how the replica is, as a clause: "is ready"
 * @param freshness how far the replica is behind {@code kith.graph-changes}
 * @param applied changes that the replica applied
 * @param malformed records that it could not read
 * @param perSecond changes applied, over the last minute
 * @param positions the next offset to be applied, by partition
 * @param calls that ended, by their code
 */
public record ServingStatus(
    Serving.State state,
    boolean ready,
    String source,
    String replica,
    Freshness.Report freshness,
    long applied,
    long malformed,
    double perSecond,
    Map<Integer, Long> positions,
    Map<String, Long> calls) {

  /** What serving is called in {@code /status}. */
  public static final String NAME = "serving";
}
