package dev.kith.bench.loops;

import dev.kith.bench.data.ChangeSink;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.features.FeatureCatalogue;
import dev.kith.features.Plan;
import dev.kith.graph.memory.MemoryGraph;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A shop in memory, the shipped features of it, and users who are asked about. */
@State(Scope.Benchmark)
public class ShopGraph {

  /** The system property that says how many users there are. */
  static final String USERS = "kith.loops.users";

  private static final int ASKED = 1 << 16;
  static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  static final PowerLawShop SHOP = new PowerLawShop(1, Integer.getInteger(USERS, 20_000), 42, 10);
  static final GraphSchema SCHEMA = GraphYaml.load("");

  final MemoryGraph graph = new MemoryGraph(SCHEMA);
  final long now = ChronoUnit.MICROS.between(Instant.EPOCH, NOW);
  final Plan all;
  final Plan seed;
  private final String[] asked = new String[ASKED];
  private int next;

  public ShopGraph() {
    FeatureCatalogue catalogue = FeatureCatalogue.load("", SCHEMA);
    all = catalogue.planAll();
    seed = catalogue.plan(catalogue.sets().getOrDefault("seed", List.of()));
    SHOP.generate(NOW, new ChangeSink(SCHEMA, graph::apply));
    SplittableRandom random = new SplittableRandom(SHOP.seed());
    for (int i = 0; i < ASKED; i++) {
      asked[i] = PowerLawShop.user(random.nextInt(SHOP.users()));
    }
  }

  /** The next user to ask about, at random but the same each time. For one thread. */
  String user() {
    next = (next + 1) % ASKED;
    return asked[next];
  }
}
