package dev.kith.dgraph;

import dev.kith.graph.change.Watermark;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A watermark as Dgraph keeps it, to be read by people too: {@code as_of=1764108000000000
 * partitions=4 shop.public.users=12,0}. The topic that it is of stands beside it, in {@code
 * kith.partition}. No topic's name has a space or a {@code =}, and none is one of the two words:
 * those come first.
 */
final class WatermarkText {
  private static final String AS_OF = "as_of=";
  private static final String PARTITIONS = "partitions=";

  private WatermarkText() {}

  static String write(Watermark watermark) {
    StringBuilder out =
        new StringBuilder(AS_OF)
            .append(watermark.asOf())
            .append(' ')
            .append(PARTITIONS)
            .append(watermark.partitions());
    new TreeMap<>(watermark.positions())
        .forEach(
            (topic, offsets) ->
                out.append(' ')
                    .append(topic)
                    .append('=')
                    .append(
                        offsets.stream().map(String::valueOf).collect(Collectors.joining(","))));
    return out.toString();
  }

  /** Empty if it is none that this version of Kith wrote. */
  static Optional<Watermark> read(String topicId, String text) {
    String[] words = text.split(" ", -1);
    if (words.length < 2 || !words[0].startsWith(AS_OF) || !words[1].startsWith(PARTITIONS)) {
      return Optional.empty();
    }
    try {
      Map<String, List<Long>> positions = new HashMap<>();
      for (String word : List.of(words).subList(2, words.length)) {
        int end = word.indexOf('=');
        String offsets = word.substring(end + 1);
        positions.put(
            word.substring(0, end),
            offsets.isEmpty()
                ? List.of()
                : Arrays.stream(offsets.split(",", -1)).map(Long::valueOf).toList());
      }
      return Optional.of(
          new Watermark(
              Long.parseLong(words[0].substring(AS_OF.length())),
              topicId,
              Integer.parseInt(words[1].substring(PARTITIONS.length())),
              positions));
    } catch (NumberFormatException | StringIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }
}
