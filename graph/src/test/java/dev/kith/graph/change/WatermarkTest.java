package dev.kith.graph.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A watermark")
class WatermarkTest {
  private static final Watermark MARK =
      new Watermark(
          1_700_000_000_123_456L, "id", 2, Map.of("a", List.of(5L, 0L), "b", List.of(7L)));

  private final WatermarkCodec codec = new WatermarkCodec();

  @Test
  @DisplayName("is read as it was written")
  void roundTrip() {
    assertThat(codec.decode(codec.value(MARK))).contains(MARK);
    assertThat(WatermarkCodec.isKey(WatermarkCodec.key(12))).isTrue();
    assertThat(WatermarkCodec.partition(WatermarkCodec.key(12))).isEqualTo(12);
  }

  @Test
  @DisplayName("that can't be read says nothing")
  void unreadable() {
    byte[] value = codec.value(MARK);
    value[3]++; // of another schema
    assertThat(codec.decode(value)).isEmpty();
    assertThat(codec.decode(new byte[] {1, 2, 3})).isEmpty();
    assertThat(codec.decode(Arrays.copyOf(codec.value(MARK), 12))).isEmpty(); // cut off
    assertThat(codec.decode(null)).isEmpty();
  }

  @Test
  @DisplayName("is no element's record, and for a reader of changes is none of its types")
  void noElement() throws Exception {
    GraphSchema graph = GraphYaml.load("");
    assertThat(new ChangeCodec(graph).decode(WatermarkCodec.key(0), codec.value(MARK))).isEmpty();
    assertThat(WatermarkCodec.isKey("user/~watermark/0".getBytes(UTF_8))).isFalse();
    assertThat(WatermarkCodec.isKey("user/u1".getBytes(UTF_8))).isFalse();
    assertThat(WatermarkCodec.isKey(null)).isFalse();
  }

  @Test
  @DisplayName("of all partitions is the least that each of them says")
  void least() {
    Watermark other =
        new Watermark(MARK.asOf() - 1, "id", 2, Map.of("a", List.of(6L), "c", List.of(1L)));
    Watermark all = Watermark.ofAll(List.of(MARK, other)).orElseThrow();
    assertThat(all.asOf()).isEqualTo(MARK.asOf() - 1);
    assertThat(all.position("a", 0)).isEqualTo(OptionalLong.of(5));
    assertThat(all.position("a", 1)).isEmpty();
    assertThat(all.position("b", 0)).isEmpty();
    assertThat(all.position("c", 0)).isEmpty();
  }

  @Test
  @DisplayName("holds for no graph of which a partition has none")
  void incomplete() {
    assertThat(Watermark.ofAll(List.of())).isEqualTo(Optional.empty());
    assertThat(Watermark.ofAll(List.of(MARK))).isEmpty();
    assertThat(Watermark.ofAll(List.of(MARK, MARK, MARK))).isEmpty();
    Watermark elsewhere = new Watermark(MARK.asOf(), "another", 2, MARK.positions());
    assertThat(Watermark.ofAll(List.of(MARK, elsewhere))).isEmpty();
  }
}
