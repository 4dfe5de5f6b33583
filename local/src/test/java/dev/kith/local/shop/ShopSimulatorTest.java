package dev.kith.local.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.local.source.RowChange;
import dev.kith.local.source.Table;
import dev.kith.local.source.TableRow;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The simulated shop")
class ShopSimulatorTest {
  private static final Instant START = Instant.parse("2026-06-01T12:00:00Z");
  private static final int STEPS = 2000;

  /** A clock that ticks whenever a step is made, so that it is the same in every run. */
  private static final class StepClock implements InstantSource {
    private Instant now = START;

    @Override
    public Instant instant() {
      return now;
    }

    void tick() {
      now = now.plusMillis(250);
    }
  }

  private static List<RowChange> run(ShopProfile profile) {
    List<RowChange> changes = new ArrayList<>();
    StepClock clock = new StepClock();
    ShopSimulator simulator = ShopSimulator.open(profile, clock, changes::add);
    for (int i = 0; i < STEPS; i++) {
      clock.tick();
      simulator.step(changes::add);
    }
    return changes;
  }

  @Test
  @DisplayName("is the same again with the same seed and clock")
  void reproducible() {
    ShopProfile profile = new ShopProfile(42, 60);
    assertThat(run(profile)).isEqualTo(run(new ShopProfile(42, 60)));
    assertThat(profile.ring()).isEqualTo(new ShopProfile(42, 60).ring());
  }

  @Test
  @DisplayName("is another one with another seed")
  void seeded() {
    assertThat(run(new ShopProfile(1, 60))).isNotEqualTo(run(new ShopProfile(2, 60)));
  }

  @Test
  @DisplayName(
      "changes rows as a database does: creates what is not there, updates and deletes what is")
  void consistent() {
    Set<String> there = new HashSet<>();
    Set<RowChange.Op> seen = new HashSet<>();
    for (RowChange change : run(new ShopProfile(7, 60))) {
      String key = key(change.row());
      switch (change.op()) {
        case READ, CREATE -> assertThat(there.add(key)).as("%s is new", key).isTrue();
        case UPDATE -> assertThat(there).contains(key);
        case DELETE -> assertThat(there.remove(key)).as("%s is there", key).isTrue();
      }
      seen.add(change.op());
    }
    assertThat(seen).containsExactlyInAnyOrder(RowChange.Op.values());
  }

  @Test
  @DisplayName("plants a ring: all friends of each other, who buy the same product within minutes")
  void ring() {
    ShopProfile profile = new ShopProfile(3, 200);
    List<String> ring = profile.ring();
    List<TableRow> rows = new ArrayList<>();
    ShopSimulator.open(profile, () -> START, change -> rows.add(change.row()));

    assertThat(ring).hasSize(ShopProfile.RING_SIZE).doesNotHaveDuplicates();
    long friendships =
        rows.stream()
            .filter(row -> row.table().equals(ShopTables.FRIENDSHIPS))
            .filter(
                row -> ring.contains(row.text("user_id")) && ring.contains(row.text("friend_id")))
            .count();
    assertThat(friendships).isEqualTo(ShopProfile.RING_SIZE * (ShopProfile.RING_SIZE - 1) / 2);

    Map<String, Set<String>> buyersByBurst =
        rows.stream()
            .filter(
                row ->
                    row.table().equals(ShopTables.PURCHASES) && ring.contains(row.text("user_id")))
            .collect(
                Collectors.groupingBy(
                    row -> row.text("product_id") + window(row, Duration.ofHours(1)),
                    Collectors.mapping(row -> row.text("user_id"), Collectors.toSet())));
    assertThat(buyersByBurst.values().stream().filter(buyers -> buyers.containsAll(ring)).count())
        .as("bursts in %d days", ShopProfile.DAYS)
        .isGreaterThanOrEqualTo(10);

    Map<Boolean, Long> lastHour =
        rows.stream()
            .filter(row -> row.table().equals(ShopTables.PURCHASES))
            .filter(row -> at(row).isAfter(START.minus(Duration.ofHours(1))))
            .collect(
                Collectors.partitioningBy(
                    row -> ring.contains(row.text("user_id")), Collectors.counting()));
    assertThat(lastHour.getOrDefault(true, 0L))
        .as("purchases of six members in the last hour, beside those of all the others")
        .isGreaterThanOrEqualTo(5L * ShopProfile.RING_SIZE)
        .isGreaterThan(2 * lastHour.getOrDefault(false, 0L));
  }

  private static long window(TableRow row, Duration length) {
    return at(row).getEpochSecond() / length.toSeconds();
  }

  private static Instant at(TableRow row) {
    return (Instant) Objects.requireNonNull(row.value("purchased_at"));
  }

  private static String key(TableRow row) {
    return row.table().columns().stream()
        .filter(Table.Column::key)
        .map(column -> row.text(column.name()))
        .collect(Collectors.joining("/", row.table() + "/", ""));
  }
}
