package dev.kith.serving.rpc;

import dev.kith.features.FeatureCatalogue;
import dev.kith.graph.schema.NodeType;
import dev.kith.proto.v1.ListFeaturesResponse;

/**
 * What is served now. It is replaced as a whole, and a request asks for it once, so an answer is of
 * one catalogue. Calls that run keep the one that they began with. Thread-safe.
 */
public final class LiveCatalogue {

  private record Served(FeatureCatalogue catalogue, Plans plans, ListFeaturesResponse listed) {
    static Served of(FeatureCatalogue catalogue) {
      return new Served(catalogue, new Plans(catalogue), Answers.catalogue(catalogue));
    }
  }

  private final NodeType entity;
  private volatile Served served;

  public LiveCatalogue(FeatureCatalogue catalogue) {
    this.entity = catalogue.entity();
    this.served = Served.of(catalogue);
  }

  /** The type of node that is asked about; it stays what it is. */
  public NodeType entity() {
    return entity;
  }

  public FeatureCatalogue catalogue() {
    return served.catalogue();
  }

  /**
   * Serves another one from now on.
   *
   * @throws IllegalArgumentException if that is about another type of node
   */
  public void replace(FeatureCatalogue next) {
    if (!next.entity().equals(entity)) {
      throw new IllegalArgumentException("it is about " + next.entity() + ", not " + entity);
    }
    served = Served.of(next);
  }

  Plans plans() {
    return served.plans();
  }

  ListFeaturesResponse listed() {
    return served.listed();
  }
}
