package dev.kith.ingest.topology;

import dev.kith.ingest.cdc.RowChange;
import dev.kith.ingest.cdc.RowChange.Truncate;
import dev.kith.ingest.cdc.ToOrder;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * Which partitions a change goes to: that of its element, as Kafka's producer finds it by the key;
 * a truncate goes to all of them, and the rest of its sweep stays in its own.
 */
final class ElementPartitioner implements StreamPartitioner<byte[], ToOrder> {

  @Override
  public Optional<Set<Integer>> partitions(
      String topic, byte[] key, ToOrder value, int partitions) {
    if (!(value instanceof RowChange change && change.content() instanceof Truncate truncate)) {
      return Optional.empty();
    }
    return Optional.of(
        truncate
            .sweep()
            .map(sweep -> Set.of(sweep.partition()))
            .orElseGet(() -> IntStream.range(0, partitions).boxed().collect(Collectors.toSet())));
  }
}
