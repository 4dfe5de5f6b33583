package dev.kith.graph.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
