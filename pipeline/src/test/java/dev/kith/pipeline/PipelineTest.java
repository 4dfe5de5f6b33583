package dev.kith.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.pipeline.part.Parts;
import dev.kith.proto.v1.Source;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** Every part the real one; each step goes on where the one before ended. */
@DisplayName("What Kith answers is what SQL says of the source database")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PipelineTest {
  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final int USERS = 60;
  private static final int TRANSACTIONS = 150;

  private static final long SEED = Long.getLong("kith.seed", 1);

  private final RandomShop shop = new RandomShop(new Random(SEED));
  private Pipeline pipeline;
  private Comparison comparison;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    pipeline =
        Pipeline.start(
            Parts.in(HOME),
            folder,
            Set.of(Source.REPLICA, Source.DGRAPH),
            new SampleShop(HOME)::fill,
            line -> System.out.println("[pipeline] " + line));
    comparison = new Comparison(pipeline);
  }

  @AfterAll
  void stop() throws Exception {
    System.out.println("[pipeline] " + comparison);
    comparison.close();
    pipeline.close();
  }

  @TestFactory
  Stream<DynamicTest> steps() {
    return Stream.of(
        step("after the first snapshot", () -> {}),
        step("after transactions", this::changes),
        step("after a column was added, and more transactions", this::column),
        step("after a truncate, and more transactions", this::truncate));
  }

  private DynamicTest step(String name, Executable what) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          what.execute();
          pipeline.awaitArrived();
          compare();
        });
  }

  private void compare() throws Exception {
    List<String> users =
        Stream.concat(
                IntStream.range(0, USERS).mapToObj(i -> shop.anyUser()),
                Stream.of("moved0", "moved1", "nobody"))
            .distinct()
            .toList();
    comparison.compare(users, Instant.now().truncatedTo(ChronoUnit.MICROS));
    comparison.compare(
        users.subList(0, 10),
        Instant.now().minus(Duration.ofDays(9)).truncatedTo(ChronoUnit.MICROS));
    assertThat(comparison.differences()).isEmpty();
  }

  private void changes() throws Exception {
    try (Connection database = pipeline.connect()) {
      for (int i = 0; i < TRANSACTIONS; i++) {
        shop.change(database);
      }
    }
  }

  private void column() throws Exception {
    execute("ALTER TABLE users ADD COLUMN phone text DEFAULT 'none'");
    execute("UPDATE users SET phone = '1' WHERE user_id < 'u2'");
    changes();
  }

  private void truncate() throws Exception {
    execute("TRUNCATE friendships");
    execute(
        "INSERT INTO friendships SELECT 'u' || i, 'u' || i * 7 % 100, now() FROM generate_series(1,"
            + " 99) AS i WHERE i <> i * 7 % 100");
    changes();
  }

  private void execute(String sql) throws Exception {
    try (Connection database = pipeline.connect();
        Statement statement = database.createStatement()) {
      statement.execute(sql);
    }
  }
}
