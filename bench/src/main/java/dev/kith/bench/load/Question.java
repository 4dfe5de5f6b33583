package dev.kith.bench.load;

import dev.kith.bench.data.PowerLawShop;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import java.util.random.RandomGenerator;

/**
 * What is asked again and again, each time about a user drawn at random.
 *
 * @param set of features; empty for all
 * @param users how many there are
 */
public record Question(String set, int users) {
  public static final String ALL = "";
  public static final String SEED = "seed";

  /** How tables call the set. */
  public String name() {
    return set.isEmpty() ? "all" : set;
  }

  public GetGraphFeaturesRequest next(RandomGenerator random) {
    return about(random.nextInt(users));
  }

  public GetGraphFeaturesRequest about(int user) {
    return GetGraphFeaturesRequest.newBuilder()
        .setUserId(PowerLawShop.user(user))
        .setFeatureSet(set)
        .build();
  }
}
