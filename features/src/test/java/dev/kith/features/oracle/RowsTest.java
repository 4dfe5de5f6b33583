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

  @Test
  @DisplayName("is ended by a truncate, for rows that were never seen too, until something newer")
  void truncate() {
    SourceEvent truncate = SourceEvent.truncate(Table.USERS, 100L, 5L);
    assertThat(ages(put(10, 90L, 5L), truncate)).isEmpty();
    assertThat(ages(truncate, put(10, 90L, 5L))).isEmpty();
    assertThat(ages(put(20, 101L, 5L), truncate)).containsExactly(20);
    assertThat(ages(truncate, put(20, 101L, 5L))).containsExactly(20);
    assertThat(ages(truncate, put(20, 50L, 6L))).containsExactly(20);
    assertThat(ages(put(10, 90L, 5L), SourceEvent.truncate(Table.PRODUCTS, 100L, 5L)))
        .containsExactly(10);
  }

  @Test
  @DisplayName("drops a truncate that is older than the last, and leaves what is newer than both")
  void truncateAgain() {
    SourceEvent truncate = SourceEvent.truncate(Table.USERS, 100L, 5L);
    assertThat(ages(truncate, put(20, 101L, 5L), truncate)).containsExactly(20);
    SourceEvent later = SourceEvent.truncate(Table.USERS, 200L, 6L);
    assertThat(ages(later, put(20, 201L, 2L), truncate)).containsExactly(20);
  }

  @Test
  @DisplayName("keeps a text that an event leaves out because it did not change")
  void unchanged() {
    Map<String, @Nullable Object> columns = new HashMap<>(row(20).columns());
    columns.put("city", "Bonn");
    SourceEvent first =
        new SourceEvent(Table.USERS, Op.CREATE, KEY, null, new SourceRow(columns), 1L, 1L);
    columns = new HashMap<>(columns);
    columns.put("city", Rows.UNCHANGED);
    SourceEvent second =
        new SourceEvent(Table.USERS, Op.UPDATE, KEY, null, new SourceRow(columns), 2L, 2L);
    assertThat(Rows.after(List.of(first, second)).of(Table.USERS))
        .extracting(row -> row.text("city"))
        .containsExactly("Bonn");
    assertThat(Rows.after(List.of(second)).of(Table.USERS).getFirst().text("city")).isNull();
  }

  private static List<@Nullable Integer> ages(SourceEvent... events) {
    return Rows.after(List.of(events)).of(Table.USERS).stream()
        .map(row -> row.integer("age"))
        .toList();
  }

  private static SourceEvent put(int age, @Nullable Long lsn, @Nullable Long tsMs) {
    return new SourceEvent(Table.USERS, Op.UPDATE, KEY, null, row(age), lsn, tsMs);
  }

  private static SourceRow row(int age) {
    Map<String, @Nullable Object> row = new HashMap<>();
    row.put("user_id", "u1");
    row.put("age", age);
    return new SourceRow(row);
  }

  private static SourceEvent delete(long lsn, long tsMs) {
    return new SourceEvent(Table.USERS, Op.DELETE, KEY, null, null, lsn, tsMs);
  }
}
