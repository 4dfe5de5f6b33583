package dev.kith.features.cohort;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.cohort.CohortFeatures.Share;
import dev.kith.graph.Seeds;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Means that move")
class MovingMeansTest {
  private static final MathContext DIGITS = new MathContext(200);

  @Test
  @DisplayName("are those of the members as they are now, whatever was before")
  void moves() {
    Seeds.each(
        300,
        seed -> {
          Random random = new Random(seed);
          MovingMeans means = new MovingMeans();
          RoundMeans round = new RoundMeans();
          Map<Integer, Share> now = new TreeMap<>();
          int members = 1 + random.nextInt(30);
          for (int step = 0; step < 400; step++) {
            int member = random.nextInt(members);
            if (random.nextInt(4) == 0) {
              means.put(member, Optional.empty());
              now.remove(member);
            } else {
              Share share = new Share(random.nextInt(5), value(random));
              means.put(member, Optional.of(share));
              now.put(member, share);
            }
          }
          now.values().forEach(round::add);
          for (int cohort = 0; cohort < 6; cohort++) {
            OptionalDouble expected = mean(now, cohort);
            assertThat(means.mean(cohort)).as("moved").isEqualTo(expected);
            assertThat(round.mean(cohort)).as("added up once").isEqualTo(expected);
          }
        });
  }

  @Test
  @DisplayName("are never seen as the sum of one moment over the count of another")
  void torn() throws Exception {
    MovingMeans means = new MovingMeans();
    List<Share> shares = List.of(new Share("c", 1), new Share("c", 3));
    means.put(0, Optional.of(new Share("c", 2)));
    means.put(1, Optional.of(new Share("c", 1)));
    AtomicBoolean over = new AtomicBoolean();
    try (ExecutorService readers = Executors.newFixedThreadPool(2)) {
      List<Future<Integer>> seen =
          List.of(1, 2).stream()
              .map(
                  i ->
                      readers.submit(
                          () -> {
                            int looked = 0;
                            while (!over.get() || looked == 0) {
                              // 2 with 1, or with 3, and never alone
                              assertThat(means.mean("c").orElseThrow()).isIn(1.5, 2.5);
                              looked++;
                            }
                            return looked;
                          }))
              .toList();
      for (int i = 0; i < 300_000; i++) {
        means.put(1, Optional.of(shares.get(i % shares.size())));
      }
      over.set(true);
      for (Future<Integer> reader : seen) {
        assertThat(reader.get()).isPositive();
      }
    }
  }

  private static OptionalDouble mean(Map<Integer, Share> members, int cohort) {
    List<BigDecimal> values =
        members.values().stream()
            .filter(share -> share.cohort().equals(cohort))
            .map(share -> new BigDecimal(share.value()))
            .toList();
    return values.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            values.stream()
                .reduce(BigDecimal.ZERO, BigDecimal::add)
                .divide(new BigDecimal(values.size()), DIGITS)
                .doubleValue());
  }

  private static double value(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextInt(100) / 100.0;
      case 1 -> Math.scalb(random.nextDouble() - 0.5, random.nextInt(400) - 200);
      default -> random.nextInt(5);
    };
  }
}
