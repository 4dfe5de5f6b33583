package dev.kith.dgraph;

import dev.kith.graph.change.Watermark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How far Dgraph holds each partition of the topic: a node a partition, with {@code
 * kith.partition}, the topic's id and the number joined by {@code /}, {@code kith.position}, the
 * offset of the next change, and {@code kith.watermark}, the newest watermark before it.
 */
final class Positions {

  /**
   * A position, and the node that holds it.
   *
   * @param watermark as it is stored; empty if there is none
   */
  record Position(String uid, long offset, String watermark) {}

  private static final String BLOCK = "positions";

  /** In place of a topic's partition: all is being erased. */
  private static final String ERASING = "erasing";

  private final String topicId;
  private final Map<String, Position> stored = new HashMap<>();

  private Positions(String topicId) {
    this.topicId = topicId;
  }

  /** Nothing read yet. */
  static Positions ofTopic(String topicId) {
    return new Positions(topicId);
  }

  /** Adds the block that reads all positions. */
  static void ask(Dql dql) {
    dql.add(
        "  %s(func: has(%s)) { uid p: %s o: %s w: %s }\n"
            .formatted(
                BLOCK,
                DgraphSchema.PARTITION,
                DgraphSchema.PARTITION,
                DgraphSchema.POSITION,
                DgraphSchema.WATERMARK));
  }

  /** Takes a field of the answer; whether it was the block. */
  boolean take(String field, JsonReader value) throws IOException {
    if (!field.equals(BLOCK)) {
      return false;
    }
    value.array(this::readNode);
    return true;
  }

  /**
   * The position of a partition; empty offset 0 if there is none.
   *
   * @throws DgraphException of kind REFUSED if there are positions of another topic
   */
  Position of(int partition) throws DgraphException {
    checkTopic();
    return stored.getOrDefault(name(partition), new Position("_:position", 0, ""));
  }

  /**
   * The offsets of all partitions that have a position.
   *
   * @throws DgraphException of kind REFUSED if there are positions of another topic
   */
  Map<Integer, Long> offsets() throws DgraphException {
    checkTopic();
    Map<Integer, Long> out = new TreeMap<>();
    stored.forEach(
        (name, position) ->
            out.put(Integer.valueOf(name.substring(topicId.length() + 1)), position.offset()));
    return out;
  }

  /**
   * What holds for all that Dgraph has, whatever the topic; empty while that is not known of each
   * partition.
   */
  Optional<Watermark> watermark() {
    List<Watermark> newest = new ArrayList<>();
    stored.forEach(
        (name, position) ->
            WatermarkText.read(
                    name.substring(0, Math.max(0, name.lastIndexOf('/'))), position.watermark())
                .ifPresent(newest::add));
    return newest.size() == stored.size() ? Watermark.ofAll(newest) : Optional.empty();
  }

  /** Whether an erasing was begun that is not over. */
  boolean isErasing() {
    return stored.containsKey(ERASING);
  }

  boolean areNone() {
    return stored.isEmpty();
  }

  /** Whether there are some, and all are this topic's. */
  boolean areOfTopic() {
    return !stored.isEmpty()
        && stored.keySet().stream().allMatch(name -> name.startsWith(topicId + "/"));
  }

  /** Puts the mark of an erasing in place of everything, or nothing in place of the mark. */
  void erase(boolean begin, Quads quads) {
    boolean marked = isErasing();
    stored.forEach(
        (name, position) -> {
          if (!begin || !name.equals(ERASING)) {
            delete(position.uid(), quads);
          }
        });
    if (begin && !marked) {
      quads.setText("_:erasing", DgraphSchema.PARTITION, ERASING);
    }
  }

  private void checkTopic() throws DgraphException {
    if (isErasing()) {
      throw new DgraphException(
          DgraphException.Kind.UNAVAILABLE,
          "Dgraph is being emptied by kith rebuild; if that was ended, run it again",
          null);
    }
    for (String name : stored.keySet()) {
      if (!name.startsWith(topicId + "/")) {
        throw new DgraphException(
            DgraphException.Kind.REFUSED,
            "Dgraph holds the changes of another topic (id "
                + name.substring(0, Math.max(0, name.lastIndexOf('/')))
                + ") than this one (id "
                + topicId
                + "): the topic was made anew, or this Dgraph belongs to another Kafka."
                + " Use an empty Dgraph",
            null);
      }
    }
  }

  /** Whether anything of the partition is in Dgraph. */
  boolean has(int partition) {
    return stored.containsKey(name(partition));
  }

  /**
   * Moves a partition's position; makes its node if there is none.
   *
   * @param watermark the newest that was passed; empty if none was
   */
  void move(int partition, Position from, long to, Optional<Watermark> watermark, Quads quads) {
    if (!has(partition)) {
      quads.setText(from.uid(), DgraphSchema.PARTITION, name(partition));
    }
    quads.setNumber(from.uid(), DgraphSchema.POSITION, to);
    watermark.ifPresent(
        passed -> quads.setText(from.uid(), DgraphSchema.WATERMARK, WatermarkText.write(passed)));
  }

  /**
   * Gives each another node.
   *
   * @throws DgraphException of kind REFUSED if there are positions of another topic
   */
  void renew(Quads quads) throws DgraphException {
    checkTopic();
    int number = 0;
    for (Map.Entry<String, Position> old : stored.entrySet()) {
      String node = "_:position" + number++;
      delete(old.getValue().uid(), quads);
      quads.setText(node, DgraphSchema.PARTITION, old.getKey());
      quads.setNumber(node, DgraphSchema.POSITION, old.getValue().offset());
      if (!old.getValue().watermark().isEmpty()) {
        quads.setText(node, DgraphSchema.WATERMARK, old.getValue().watermark());
      }
    }
  }

  private static void delete(String uid, Quads quads) {
    quads.delete(uid, DgraphSchema.PARTITION);
    quads.delete(uid, DgraphSchema.POSITION);
    quads.delete(uid, DgraphSchema.WATERMARK);
  }

  private String name(int partition) {
    return topicId + "/" + partition;
  }

  private void readNode(JsonReader node) throws IOException {
    Map<String, String> texts = new HashMap<>();
    long[] offset = {0};
    node.object(
        (name, value) -> {
          if (name.equals("o")) {
            offset[0] = value.longValue();
          } else {
            texts.put(name, value.text());
          }
        });
    stored.put(
        texts.getOrDefault("p", ""),
        new Position(texts.getOrDefault("uid", ""), offset[0], texts.getOrDefault("w", "")));
  }
}
