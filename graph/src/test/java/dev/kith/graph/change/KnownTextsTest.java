package dev.kith.graph.change;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.graph.Seeds;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A text that was read before")
class KnownTextsTest {

  @Test
  @DisplayName("is the same object")
  void sameObject() {
    KnownTexts known = new KnownTexts();
    for (String text : new String[] {"", "Bern", "Zürich", "東京", "🙂"}) {
      byte[] bytes = ("x" + text + "y").getBytes(UTF_8);
      String first = known.of(bytes, 1, bytes.length - 2);
      assertThat(first).isEqualTo(text);
      assertThat(known.of(bytes, 1, bytes.length - 2)).isSameAs(first);
    }
  }

  @Test
  @DisplayName("is what its bytes say, whatever was read before, and be they no UTF-8")
  void anyBytes() {
    KnownTexts known = new KnownTexts();
    Seeds.each(
        20_000,
        seed -> {
          Random random = new Random(seed);
          byte[] bytes = new byte[random.nextInt(random.nextInt(10) == 0 ? 80 : 4)];
          for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : 'a' + random.nextInt(2));
          }
          assertThat(known.of(bytes, 0, bytes.length)).isEqualTo(new String(bytes, UTF_8));
        });
  }
}
