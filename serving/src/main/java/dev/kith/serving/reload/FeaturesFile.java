package dev.kith.serving.reload;

import dev.kith.features.FeatureCatalogue;
import dev.kith.features.review.CatalogueDiff;
import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.ConfigFile;
import dev.kith.graph.config.Problem;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.serving.rpc.LiveCatalogue;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves what a features.yaml becomes, all of it or nothing: while the file can't be used, what was
 * served before stays, and each such state of the file is told once.
 *
 * <p>The file is read again and again, and compared by its content, so any way of changing it will
 * do: writing, renaming another onto it, or turning a link, as Kubernetes does. What is being
 * written is not taken for the whole: it is looked at once two readings in a row are equal.
 */
public final class FeaturesFile implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeaturesFile.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  /** What was read: a text, or why there is none. */
  private record Content(Optional<ConfigFile> file, List<Problem> problems) {}

  private final String path;
  private final GraphSchema schema;
  private final LiveCatalogue live;
  private final UnaryOperator<FeatureCatalogue> prepare;
  private final ReloadMetrics metrics;
  private final ScheduledExecutorService looks =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kith-features-file").factory());

  private Optional<Content> seen = Optional.empty();
  private Optional<Content> judged = Optional.empty();

  /** Empty while the file is what is served. */
  private volatile List<Problem> refused = List.of();

  /**
   * @param path of the file that is served
   * @param schema the graph's, which stays
   * @param prepare makes of a catalogue the one to be served
   */
  public FeaturesFile(
      String path,
      GraphSchema schema,
      LiveCatalogue live,
      UnaryOperator<FeatureCatalogue> prepare,
      MeterRegistry registry) {
    this.path = path;
    this.schema = schema;
    this.live = live;
    this.prepare = prepare;
    this.metrics = new ReloadMetrics(registry);
  }

  /** Starts to look. */
  public void start() {
    var _ =
        looks.scheduleWithFixedDelay(
            this::lookSafely, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** What keeps the file from being served; empty if it is. */
  public List<Problem> refused() {
    return refused;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }

  private void lookSafely() {
    try {
      look();
    } catch (Throwable e) { // else it would never be looked at again
      LOG.error("Looking at {} failed", path, e);
    }
  }

  /** Looks at the file once. One thread at a time. */
  void look() {
    Optional<Content> content = Optional.of(read());
    if (!content.equals(seen)) {
      seen = content;
    } else if (!content.equals(judged)) {
      judged = content;
      judge(content.get());
    }
  }

  private Content read() {
    try {
      return new Content(Optional.of(ConfigFile.read(path, path)), List.of());
    } catch (ConfigException e) {
      return new Content(Optional.empty(), e.problems());
    }
  }

  private void judge(Content content) {
    if (content.file().isEmpty()) {
      refuse(content.problems());
      return;
    }
    try {
      take(FeatureCatalogue.parse(path, content.file().get().text(), schema));
    } catch (ConfigException e) {
      refuse(e.problems());
    }
  }

  private void take(FeatureCatalogue next) {
    FeatureCatalogue served = live.catalogue();
    if (!next.entity().equals(served.entity())) {
      refuse(
          List.of(
              new Problem(
                  path,
                  0,
                  "it is about '%s', and what is served about '%s'"
                      .formatted(next.entity(), served.entity()),
                  "Requests would mean something else: restart serving if that is meant")));
      return;
    }
    CatalogueDiff diff = CatalogueDiff.between(served, next);
    boolean same =
        diff.isEmpty()
            && next.features().equals(served.features())
            && List.copyOf(next.sets().entrySet()).equals(List.copyOf(served.sets().entrySet()));
    if (!same) {
      live.replace(prepare.apply(next));
      metrics.taken();
      LOG.info("{} has changed and is served now: {}{}", path, diff, Changes.text(diff));
    } else if (!refused.isEmpty()) {
      metrics.same();
      LOG.info("{} is again what is served", path);
    }
    refused = List.of();
  }

  private void refuse(List<Problem> problems) {
    refused = problems;
    metrics.refused();
    LOG.warn(
        "{} has changed and can't be used; what was served before stays:\n{}",
        path,
        problems.stream().map(problem -> "  " + problem).collect(Collectors.joining("\n")));
  }
}
