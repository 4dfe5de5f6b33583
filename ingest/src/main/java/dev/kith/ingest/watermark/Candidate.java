package dev.kith.ingest.watermark;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;

/**
 * Where the CDC topics ended at a time; to be a watermark once ingest has come that far.
 *
 * @param asOf epoch microseconds; the ends were asked for after it
 * @param ends of every partition that there was
 */
record Candidate(long asOf, Map<TopicPartition, Long> ends) {
  Candidate {
    ends = Map.copyOf(ends);
  }

  boolean isReached(Map<TopicPartition, Long> done) {
    return ends.entrySet().stream()
        .allMatch(end -> done.getOrDefault(end.getKey(), -1L) >= end.getValue());
  }

  /** By topic the end of each partition, from 0 on. */
  Map<String, List<Long>> positions() {
    Map<String, Integer> counts = new HashMap<>();
    ends.keySet().forEach(p -> counts.merge(p.topic(), p.partition() + 1, Math::max));
    Map<String, List<Long>> out = new HashMap<>();
    counts.forEach(
        (topic, count) ->
            out.put(
                topic,
                LongStream.range(0, count)
                    .map(p -> ends.getOrDefault(new TopicPartition(topic, (int) p), 0L))
                    .boxed()
                    .toList()));
    return out;
  }
}
