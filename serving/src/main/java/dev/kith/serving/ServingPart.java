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
    if (serving.state() != Serving.State.RUNNING) {
      return Optional.of("it is " + serving.state());
    }
    return serving.ready() ? Optional.empty() : Optional.of("no source can answer");
  }

  @Override
  public ServingStatus status() {
    return new ServingStatus(serving.state(), serving.ready());
  }
}
