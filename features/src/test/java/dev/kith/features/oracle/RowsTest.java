package dev.kith.features.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.oracle.RandomHistory.Order;
import dev.kith.features.oracle.RandomHistory.Source;
import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.features.oracle.SourceEvent.Op;
import dev.kith.graph.Seeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The order of a row's changes")
class RowsTest {
  private static final List<String> KEY = List.of("u1");

  @Test
  @DisplayName(
      "leads to the rows of the source, whatever a connector delivers again after a restart")
  void soundSource() {
    for (Order order :
        List.of(
            Order.BOTH, new Order(true, false), new Order(false, true), new Order(false, false))) {
      Seeds.each(
          300,
          seed -> {
            RandomHistory history = RandomHistory.of(seed, Source.SOUND, order);
            assertThat(Rows.after(history.events()))
                .as("with %s", order)
                .isEqualTo(history.source());
          });
    }
  }

  @Test
  @DisplayName("drops a change that is older by position and not newer by time")
  void redelivered() {
    assertThat(ages(put(10, 100L, 5L), put(20, 200L, 5L), put(10, 100L, 5L))).containsExactly(20);
  }

  @Test
  @DisplayName("takes a change of an older position and a newer time: the source was restored")
  void restoredSource() {
    assertThat(ages(put(10, 100L, 5L), put(20, 50L, 6L))).containsExactly(20);
  }

  @Test
  @DisplayName("takes a change of a newer position and an older time: the clock was set back")
  void clockStep() {
    assertThat(ages(put(10, 100L, 5L), put(20, 200L, 1L))).containsExactly(20);
  }

  @Test
  @DisplayName("takes a change of the same position and time again")
  void same() {
    assertThat(ages(put(10, 100L, 5L), put(20, 100L, 5L))).containsExactly(20);
  }

  @Test
  @DisplayName("compares what both have")
  void partial() {
    assertThat(ages(put(10, 100L, null), put(20, 50L, 9L))).containsExactly(10);
    assertThat(ages(put(10, null, 5L), put(20, 50L, 4L))).containsExactly(10);
    assertThat(ages(put(10, null, 5L), put(20, 50L, 5L))).containsExactly(20);
    assertThat(ages(put(10, 100L, null), put(20, null, 1L))).containsExactly(20);
  }

  @Test
  @DisplayName("drops a dropped delete's tombstone with it, and takes any other as a delete")
  void tombstones() {
    SourceEvent tombstone = SourceEvent.tombstone(Table.USERS, KEY);
    assertThat(ages(put(10, 100L, 5L), delete(50, 4), tombstone)).containsExactly(10);
    assertThat(ages(put(10, 100L, 5L), delete(50, 4), tombstone, tombstone)).isEmpty();
    assertThat(ages(put(10, 100L, 5L), tombstone)).isEmpty();
    assertThat(ages(put(10, 100L, 5L), tombstone, put(20, 50L, 4L))).isEmpty();
  }

  private static List<@Nullable Integer> ages(SourceEvent... events) {
    return Rows.after(List.of(events)).of(Table.USERS).stream()
        .map(row -> row.integer("age"))
        .toList();
  }

  private static SourceEvent put(int age, @Nullable Long lsn, @Nullable Long tsMs) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("user_id", "u1");
    row.put("age", age);
    return new SourceEvent(Table.USERS, Op.UPDATE, KEY, null, new SourceRow(row), lsn, tsMs);
  }

  private static SourceEvent delete(long lsn, long tsMs) {
    return new SourceEvent(Table.USERS, Op.DELETE, KEY, null, null, lsn, tsMs);
  }
}
