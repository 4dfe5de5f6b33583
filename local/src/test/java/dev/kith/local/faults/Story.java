package dev.kith.local.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.features.oracle.SourceEvent;
import dev.kith.features.oracle.Table;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.GraphYaml;
import dev.kith.ingest.cdc.ToOrder;
import dev.kith.ingest.order.RowChangeCodec;
import dev.kith.ingest.topology.IngestTopology;
import dev.kith.ingest.topology.StreamsPart;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Serde;

/** What Kafka holds of an element, topic by topic, to find out what went wrong with it. */
final class Story {
  private static final ChangeCodec CODEC = new ChangeCodec(GraphYaml.load(""));

  private static final Serde<ToOrder> CHANGES = new RowChangeCodec().serde();

  /** Of each topic the last of it. */
  private static final int LAST = 25;

  private Story() {}

  /** A record a line. */
  static String of(Element element, Installation kith, Load load) {
    StringBuilder out = new StringBuilder("What Kafka holds of " + element + ":\n");
    List<String> cdc = Arrays.stream(Table.values()).map(Table::topic).toList();
    append(out, kith, cdc, record -> event(element, record, load));
    String ordered = IngestTopology.repartitionTopic(StreamsPart.APPLICATION_ID);
    append(out, kith, List.of(ordered), record -> keyed(element, record));
    append(out, kith, List.of(Topics.GRAPH_CHANGES), record -> keyed(element, record));
    return out.toString();
  }

  /** What a record has to say; empty if it is about something else. */
  private interface Telling {
    String of(ConsumerRecord<byte[], byte[]> record);
  }

  private static void append(
      StringBuilder out, Installation kith, List<String> topics, Telling telling) {
    List<String> lines = new ArrayList<>();
    try (TopicReader reader = new TopicReader(kith.kafka(), topics)) {
      reader.readOn(
          record -> {
            String told = telling.of(record);
            if (!told.isEmpty()) {
              lines.add(
                  "  %s-%d@%d %s %s"
                      .formatted(
                          record.topic(),
                          record.partition(),
                          record.offset(),
                          Instant.ofEpochMilli(record.timestamp()),
                          told));
            }
          });
    }
    lines.stream()
        .skip(Math.max(0, lines.size() - LAST))
        .forEach(line -> out.append(line).append('\n'));
  }

  private static String event(Element element, ConsumerRecord<byte[], byte[]> record, Load load) {
    int number =
        Integer.parseInt(new String(record.headers().lastHeader(Load.NUMBER).value(), UTF_8));
    SourceEvent event = load.event(number);
    List<String> key =
        switch (element) {
          case Element.Node node -> List.of(node.key());
          case Element.KeyedEdge edge -> List.of(edge.key());
          case Element.Pair pair -> List.of(pair.from(), pair.to());
        };
    boolean same =
        event.key().equals(key) || (key.size() == 2 && event.key().equals(key.reversed()));
    return same
        ? "#%d %s lsn %s ts %s %s"
            .formatted(number, event.op(), event.lsn(), event.tsMs(), event.after())
        : "";
  }

  private static String keyed(Element element, ConsumerRecord<byte[], byte[]> record) {
    if (!Arrays.equals(CODEC.key(element), record.key())) {
      return "";
    }
    if (!record.topic().equals(Topics.GRAPH_CHANGES)) {
      return String.valueOf(CHANGES.deserializer().deserialize(record.topic(), record.value()));
    }
    try {
      return String.valueOf(CODEC.decode(record.key(), record.value()));
    } catch (MalformedChangeException e) {
      return e.toString();
    }
  }
}
