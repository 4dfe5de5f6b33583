package dev.kith.serving.snapshot;

import dev.kith.graph.block.Block;
import dev.kith.graph.block.BlockBuilder;
import dev.kith.graph.block.DamagedException;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a snapshot says of its graph.
 *
 * @param elements what the graph is made of, see {@link #elements(GraphSchema)}
 * @param topicId the identity of the {@code kith.graph-changes} that it is made from
 * @param takenAt every change that was on the topic before is in it
 * @param positions by partition the offset from which changes have to be applied to it
 * @param watermarks by partition the newest that is true of it
 */
public record SnapshotHead(
    String elements,
    String topicId,
    Instant takenAt,
    Map<Integer, Long> positions,
    Map<Integer, Watermark> watermarks) {

  /** With what a file begins; the number changes with what follows. */
  private static final String FORMAT = "kith snapshot 2";

  public SnapshotHead {
    positions = Map.copyOf(positions);
    watermarks = Map.copyOf(watermarks);
  }

  /** All of a schema on which it depends what the bytes of a snapshot mean. */
  public static String elements(GraphSchema schema) {
    return Stream.<ElementType>concat(schema.nodeTypes().stream(), schema.edgeTypes().stream())
        .map(SnapshotHead::element)
        .collect(Collectors.joining("; "));
  }

  private static String element(ElementType type) {
    String attributes =
        type.attributes().stream()
            .map(attribute -> attribute.name() + " " + attribute.type())
            .collect(Collectors.joining(", ", "(", ")"));
    return switch (type) {
      case NodeType node -> node.name() + attributes;
      case EdgeType edge ->
          edge.name()
              + attributes
              + " from "
              + edge.from()
              + " to "
              + edge.to()
              + (edge.symmetric() ? " symmetric" : "")
              + (edge.keyed() ? " keyed" : "")
              + edge.eventTime().map(time -> " at " + time.name()).orElse("");
    };
  }

  BlockBuilder block() {
    BlockBuilder block = new BlockBuilder();
    block.clear();
    block.addText(FORMAT);
    block.addText(elements);
    block.addText(topicId);
    block.addLong(takenAt.toEpochMilli());
    block.addInt(positions.size());
    positions.forEach(
        (partition, position) -> {
          block.addInt(partition);
          block.addLong(position);
        });
    WatermarkCodec codec = new WatermarkCodec();
    block.addInt(watermarks.size());
    watermarks.forEach(
        (partition, watermark) -> {
          block.addInt(partition);
          block.addText(Base64.getEncoder().encodeToString(codec.value(watermark)));
        });
    return block;
  }

  /**
   * @throws DamagedException if it is no such head
   */
  static SnapshotHead read(Block block) throws DamagedException {
    String format = block.getText();
    if (!format.equals(FORMAT)) {
      throw new DamagedException("it is of another version of Kith (" + format + ")");
    }
    String elements = block.getText();
    String topicId = block.getText();
    Instant takenAt = Instant.ofEpochMilli(block.getLong());
    Map<Integer, Long> positions = new TreeMap<>();
    for (int left = block.getInt(); left > 0; left--) {
      positions.put(block.getInt(), block.getLong());
    }
    WatermarkCodec codec = new WatermarkCodec();
    Map<Integer, Watermark> watermarks = new TreeMap<>();
    for (int left = block.getInt(); left > 0; left--) {
      int partition = block.getInt();
      codec
          .decode(Base64.getDecoder().decode(block.getText()))
          .ifPresent(watermark -> watermarks.put(partition, watermark));
    }
    return new SnapshotHead(elements, topicId, takenAt, positions, watermarks);
  }
}
