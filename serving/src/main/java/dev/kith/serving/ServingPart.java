package dev.kith.serving;

import dev.kith.admin.Part;
import java.util.Optional;

/** Serving, as those see it who run it. */
final class ServingPart implements Part {
  private final Serving serving;

  ServingPart(Serving serving) {
    this.serving = serving;
  }

  @Override
  public String name() {
    return ServingStatus.NAME;
  }

  @Override
  public Optional<String> problem() {
    return serving.problem();
  }

  @Override
  public ServingStatus status() {
    return serving.status();
  }
}
