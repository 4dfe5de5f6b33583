package dev.kith.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.KeyOrder;
import dev.kith.graph.Seeds;
import dev.kith.graph.change.Element;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A table of keys")
class KeyTableTest {
  private final KeyTable table = KeyTable.numberingOnce();

  @Test
  @DisplayName("numbers keys from 0 in the order in which they come, and keeps the numbers")
  void numbers() {
    for (int i = 0; i < 50_000; i++) {
      assertThat(table.find("k" + i)).isEqualTo(KeyTable.NONE);
      assertThat(table.findOrAdd("k" + i)).isEqualTo(i);
    }
    for (int i = 0; i < 50_000; i++) {
      assertThat(table.find("k" + i)).isEqualTo(i);
      assertThat(table.findOrAdd("k" + i)).isEqualTo(i);
      assertThat(table.key(i)).isEqualTo("k" + i);
    }
    assertThat(table.find("k50000")).isEqualTo(KeyTable.NONE);
    assertThat(table.limit()).isEqualTo(50_000);
  }

  @Test
  @DisplayName("is a map from key to number, whatever is added and removed, and to any keys")
  void equalsMap() {
    Seeds.each(
        20,
        seed -> {
          Random random = new Random(seed);
          List<String> keys = keys(random, 1 + random.nextInt(2_000));
          checkAgainstMap(random, keys, KeyTable.numberingOnce());
          checkAgainstMap(random, keys, KeyTable.reusingNumbers());
        });
  }

  private static void checkAgainstMap(Random random, List<String> keys, KeyTable table) {
    Map<String, Integer> map = new HashMap<>();
    for (int step = 0; step < 20_000; step++) {
      String key = keys.get(random.nextInt(keys.size()));
      Integer known = map.get(key);
      assertThat(table.find(key)).isEqualTo(known == null ? KeyTable.NONE : known);
      // Phases of growth and of shrinking.
      if (known == null && random.nextInt(5) < (step / 5_000 % 2 == 0 ? 4 : 1)) {
        int number = table.findOrAdd(key);
        assertThat(map).doesNotContainValue(number);
        map.put(key, number);
      } else if (known != null && random.nextInt(5) < (step / 5_000 % 2 == 0 ? 1 : 4)) {
        table.remove(known);
        map.remove(key);
        assertThat(table.key(known)).isEmpty();
      }
    }
    map.forEach((key, number) -> assertThat(table.key(number)).isEqualTo(key));
    List<String> known = List.copyOf(map.keySet());
    for (int i = 0; i < 100 && !known.isEmpty(); i++) {
      String a = known.get(random.nextInt(known.size()));
      String b = known.get(random.nextInt(known.size()));
      assertThat(Integer.signum(table.compare(table.find(a), table.find(b))))
          .as("%s to %s", a, b)
          .isEqualTo(Integer.signum(KeyOrder.INSTANCE.compare(a, b)));
    }
  }

  /** Of any length and any chars, also halves of pairs. */
  private static List<String> keys(Random random, int count) {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int length = random.nextInt(10) == 0 ? Element.MAX_KEY_LENGTH : 1 + random.nextInt(4);
      char[] chars = new char[length];
      int below = random.nextBoolean() ? 0x100 : 0x1_0000;
      for (int k = 0; k < length; k++) {
        chars[k] = random.nextInt(3) == 0 ? (char) random.nextInt(below) : 'a';
      }
      keys.add(new String(chars));
    }
    return keys;
  }

  @Test
  @DisplayName("holds many keys that all come and go, and gives each another number then")
  void comeAndGo() {
    int count = 30_000; // more than a segment of the index has
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < count; i++) {
        assertThat(table.findOrAdd("k" + i)).isEqualTo(round * count + i);
      }
      for (int i = 0; i < count; i++) {
        table.remove(table.find("k" + i));
        assertThat(table.find("k" + i)).isEqualTo(KeyTable.NONE);
      }
    }
  }

  @Test
  @DisplayName("that reuses numbers gives the lowest that is free")
  void reuse() {
    KeyTable reusing = KeyTable.reusingNumbers();
    for (int i = 0; i < 20_000; i++) {
      reusing.add("k" + i);
    }
    for (int i : new int[] {19_000, 7, 4096, 8}) {
      reusing.remove(i);
    }
    assertThat(List.of(reusing.add("a"), reusing.add("b"), reusing.add("c"), reusing.add("d")))
        .containsExactly(7, 8, 4096, 19_000);
    assertThat(reusing.add("e")).isEqualTo(20_000);
    assertThat(reusing.limit()).isEqualTo(20_001);
  }

  @Test
  @DisplayName("tells keys of equal hash codes apart")
  void collisions() {
    assertThat("AaBB").hasSameHashCodeAs("BBAa");
    assertThat(table.findOrAdd("AaBB")).isZero();
    assertThat(table.find("BBAa")).isEqualTo(KeyTable.NONE);
    assertThat(table.findOrAdd("BBAa")).isEqualTo(1);
    assertThat(table.find("AaBB")).isZero();
    assertThat(table.find("BBAa")).isEqualTo(1);
  }

  @Test
  @DisplayName("refuses a number that it did not give")
  void unknownNumber() {
    assertThatThrownBy(() -> table.key(7)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
