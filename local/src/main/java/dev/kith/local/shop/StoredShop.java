package dev.kith.local.shop;

import dev.kith.graph.Row;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.MalformedChangeException;
import dev.kith.graph.change.Topics;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.local.source.RowChange;
import dev.kith.local.source.Table;
import dev.kith.local.source.TableRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;

/** Finds a shop's rows again in {@code kith.graph-changes}, which is the graph that they made. */
public final class StoredShop {
  private static final Duration POLL = Duration.ofMillis(100);

  private StoredShop() {}

  /**
   * Reads the topic to its end.
   *
   * @param profile what the shop was made from
   */
  public static ShopSimulator reopen(
      String bootstrapServers, GraphSchema schema, ShopProfile profile, InstantSource clock) {
    ChangeCodec codec = new ChangeCodec(schema);
    Map<Element, GraphChange> last = new LinkedHashMap<>();
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(
            Map.of("bootstrap.servers", bootstrapServers),
            new ByteArrayDeserializer(),
            new ByteArrayDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(Topics.GRAPH_CHANGES).stream()
              .map(info -> new TopicPartition(info.topic(), info.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Predicate<TopicPartition> unread =
          partition -> consumer.position(partition) < ends.getOrDefault(partition, 0L);
      while (partitions.stream().anyMatch(unread)) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          decode(codec, record).ifPresent(change -> last.put(change.element(), change));
        }
      }
    }
    Shop shop = new Shop();
    last.values().forEach(change -> row(change).map(RowChange::read).ifPresent(shop::apply));
    return ShopSimulator.reopen(profile, shop, clock);
  }

  private static Optional<GraphChange> decode(
      ChangeCodec codec, ConsumerRecord<byte[], byte[]> record) {
    try {
      return codec.decode(record.key(), record.value());
    } catch (MalformedChangeException e) {
      throw new IllegalStateException(record.topic() + " holds what Kith did not write", e);
    }
  }

  /** The row that an element was made from; empty for one that is gone, or no table's. */
  private static Optional<TableRow> row(GraphChange change) {
    String type = change.element().type().name();
    return switch (change) {
      case GraphChange.PutNode(Element.Node node, Row row) when type.equals("user") ->
          Optional.of(row(ShopTables.USERS, node.type(), row, node.key()));
      case GraphChange.PutNode(Element.Node node, Row row) when type.equals("product") ->
          Optional.of(row(ShopTables.PRODUCTS, node.type(), row, node.key()));
      case GraphChange.PutPair(Element.Pair pair, Row row) when type.equals("friends") ->
          Optional.of(row(ShopTables.FRIENDSHIPS, pair.type(), row, pair.from(), pair.to()));
      case GraphChange.PutEdge(Element.KeyedEdge edge, String from, String to, Row row)
          when type.equals("purchased") ->
          Optional.of(row(ShopTables.PURCHASES, edge.type(), row, edge.key(), from, to));
      default -> Optional.empty();
    };
  }

  /** Attributes are called as their columns are. */
  private static TableRow row(Table table, ElementType type, Row attributes, String... keys) {
    @Nullable Object[] values = new @Nullable Object[table.columns().size()];
    for (int i = 0; i < values.length; i++) {
      Table.Column column = table.columns().get(i);
      values[i] =
          i < keys.length
              ? keys[i]
              : type.attribute(column.name())
                  .map(attribute -> column(column.type(), attributes.value(attribute)))
                  .orElse(null);
    }
    return TableRow.of(table, values);
  }

  private static @Nullable Object column(Table.Type type, @Nullable Object value) {
    return switch (value) {
      case Long number when type == Table.Type.TIMESTAMP ->
          Instant.EPOCH.plus(number, ChronoUnit.MICROS);
      case Long number -> number.intValue();
      case Double number -> BigDecimal.valueOf(number).setScale(2, RoundingMode.HALF_UP);
      case null, default -> value;
    };
  }
}
