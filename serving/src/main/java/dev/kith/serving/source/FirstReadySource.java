package dev.kith.serving.source;

import java.util.ArrayList;
import java.util.List;

/** The first of several sources that can answer. */
public final class FirstReadySource implements GraphSource {
  private final List<GraphSource> sources;

  /**
   * @param sources in the order of preference
   */
  public FirstReadySource(List<GraphSource> sources) {
    this.sources = List.copyOf(sources);
  }

  @Override
  public Reader reader() throws NotReadyException {
    List<String> reasons = new ArrayList<>();
    for (GraphSource source : sources) {
      try {
        return source.reader();
      } catch (NotReadyException e) {
        reasons.add(e.getMessage());
      }
    }
    throw new NotReadyException(String.join("; ", reasons));
  }
}
