package dev.kith.local.cli;

import ch.qos.logback.classic.Level;
import dev.kith.admin.process.LogLevel;
import dev.kith.graph.change.Topics;
import dev.kith.graph.config.Settings;
import dev.kith.graph.config.Settings.Setting;
import dev.kith.ingest.deadletter.DeadLetter;
import dev.kith.ingest.deadletter.LetterReader;
import dev.kith.ingest.deadletter.Place;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.deadletter.Replay;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code kith dead-letters}. */
@Command(
    name = "dead-letters",
    description = "The records that could not be taken: which, why, and to try them again.")
final class DeadLettersCommand implements Runnable {
  private static final Setting BROKERS =
      new Setting("KAFKA_BOOTSTRAP_SERVERS", "localhost:9092", "Kafka's brokers");

  /** How to reach Kafka. */
  static final class Brokers {
    @Option(
        names = "--kafka",
        paramLabel = "HOST:PORT",
        description =
            "Kafka's brokers, comma-separated. [KAFKA_BOOTSTRAP_SERVERS, or localhost:9092]. Other"
                + " KAFKA_… variables are properties of the clients.")
    private @Nullable String brokers;

    Map<String, Object> properties() {
      LogLevel.set(System.getenv(), Level.WARN);
      // What it warns of is in the failure that is reported.
      LogLevel.quieten("org.apache.kafka");
      LogLevel.quieten("dev.kith.ingest");
      Map<String, Object> properties = new Settings(System.getenv(), List.of(BROKERS)).kafka();
      if (brokers != null) {
        properties.put("bootstrap.servers", brokers);
      }
      return properties;
    }
  }

  /** Which letters. */
  static final class Choice {
    @Option(
        names = "--topic",
        paramLabel = "TOPIC",
        split = ",",
        description = "Only of records of this topic; may be repeated.")
    private List<String> topics = List.of();

    @Option(
        names = "--reason",
        paramLabel = "CODE",
        split = ",",
        description = "Only with this reason; may be repeated. One of ${COMPLETION-CANDIDATES}.")
    private List<Reason> reasons = List.of();

    boolean any() {
      return topics.isEmpty() && reasons.isEmpty();
    }

    boolean matches(DeadLetter letter) {
      return (topics.isEmpty() || topics.contains(letter.source().topic()))
          && (reasons.isEmpty() || reasons.contains(letter.code()));
    }
  }

  /** Reads where a letter is. */
  static final class PlaceConverter implements ITypeConverter<Place> {
    @Override
    public Place convert(String text) {
      return Place.parse(text)
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "'" + text + "' is no place like 0@17 (partition 0, offset 17)"));
    }
  }

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command: list, show or replay?");
  }

  @Command(name = "list", description = "Count them by topic and reason, and list the newest.")
  int list(
      @Mixin Brokers brokers,
      @Mixin Choice choice,
      @Option(
              names = "--since",
              paramLabel = "TIME",
              converter = Asking.TimeConverter.class,
              description = "Only what was written then or later: 2026-03-01T12:00:00Z.")
          @Nullable Instant since,
      @Option(
              names = "--limit",
              paramLabel = "N",
              defaultValue = "20",
              description = "How many to list. [${DEFAULT-VALUE}]")
          int limit) {
    LetterList list = new LetterList(Math.max(0, limit));
    try (LetterReader letters = new LetterReader(brokers.properties(), Topics.DEAD_LETTERS)) {
      letters.forEach(
          Optional.ofNullable(since),
          letter -> {
            if (choice.matches(letter)) {
              list.add(letter);
            }
          });
    }
    list.render().forEach(spec.commandLine().getOut()::println);
    return 0;
  }

  @Command(
      name = "show",
      description = "Show all of one: where it was, why, its headers, its content.")
  int show(
      @Mixin Brokers brokers,
      @Option(
              names = "--registry",
              paramLabel = "URL",
              description = "The schema registry. [SCHEMA_REGISTRY_URL, or http://localhost:8081]")
          @Nullable String registry,
      @Option(
              names = "--source",
              paramLabel = "TOPIC",
              description =
                  "P@O is where the record was in this topic, not where its letter is. Of several"
                      + " letters, the newest.")
          @Nullable String topic,
      @Parameters(paramLabel = "P@O", converter = PlaceConverter.class, description = "Which one.")
          Place place) {
    Optional<DeadLetter> letter = find(brokers.properties(), topic, place);
    if (letter.isEmpty()) {
      spec.commandLine().getErr().println("kith: there is no dead letter " + place);
      return 1;
    }
    String url =
        registry == null
            ? Objects.requireNonNullElse(
                System.getenv("SCHEMA_REGISTRY_URL"), "http://localhost:8081")
            : registry;
    String user = Objects.requireNonNullElse(System.getenv("SCHEMA_REGISTRY_USER_INFO"), "");
    try (LetterContent content = new LetterContent(url, user)) {
      content.render(letter.get()).forEach(spec.commandLine().getOut()::println);
    }
    return 0;
  }

  private static Optional<DeadLetter> find(
      Map<String, Object> kafka, @Nullable String topic, Place place) {
    try (LetterReader letters = new LetterReader(kafka, Topics.DEAD_LETTERS)) {
      if (topic == null) {
        return letters.at(List.of(place)).stream().findFirst();
      }
      List<DeadLetter> found = new ArrayList<>();
      letters.forEach(
          Optional.empty(),
          letter -> {
            boolean same =
                letter.source().topic().equals(topic)
                    && letter.source().partition() == place.partition()
                    && letter.source().offset() == place.offset();
            if (same && (found.isEmpty() || !letter.time().isBefore(found.getFirst().time()))) {
              found.clear();
              found.add(letter);
            }
          });
      return found.stream().findFirst();
    }
  }

  @Command(
      name = "replay",
      description = {
        "Try them again, after the mapping or the schema was mended: they go to kith.replays, which"
            + " ingest reads beside the CDC topics. What is newer in the graph is not undone. What"
            + " was replayed before, as kith.replays has it, is left out."
      })
  int replay(
      @Mixin Brokers brokers,
      @Mixin Choice choice,
      @Option(names = "--all", description = "All that there are.") boolean all,
      @Option(names = "--again", description = "Also what was replayed before.") boolean again,
      @Option(names = "--dry-run", description = "Only say what would be done.") boolean dryRun,
      @Parameters(
              paramLabel = "P@O",
              arity = "0..*",
              converter = PlaceConverter.class,
              description = "Only these.")
          @Nullable List<Place> places) {
    Set<Place> wanted = places == null ? Set.of() : new HashSet<>(places);
    if (wanted.isEmpty() && choice.any() && !all) {
      throw new ParameterException(
          spec.commandLine(), "Which ones? Name places, --topic, --reason or --all");
    }
    Replay replay = new Replay(brokers.properties());
    Instant start = Instant.now();
    Replay.Plan plan =
        replay.plan(
            letter ->
                choice.matches(letter) && (wanted.isEmpty() || wanted.contains(letter.place())),
            again);
    PrintWriter out = spec.commandLine().getOut();
    skipped(out, plan.replayed(), "replayed before (--again to do it again)");
    skipped(out, plan.repeated(), "of records that have another letter, which stands for them");
    skipped(out, plan.impossible(), "that hold no record of a CDC topic");
    if (dryRun) {
      out.printf(Locale.ROOT, "%,d would be sent to %s%n", plan.places().size(), Topics.REPLAYS);
      return 0;
    }
    out.printf(Locale.ROOT, "%,d sent to %s%n", replay.send(plan), Topics.REPLAYS);
    out.printf("What fails again: ./kith dead-letters list --since %s%n", start);
    out.println(
        "What became of the rest: ./kith status (taken, or re-delivered: something newer is"
            + " known)");
    return 0;
  }

  private static void skipped(PrintWriter out, long count, String which) {
    if (count > 0) {
      out.printf(Locale.ROOT, "%,d left out: %s%n", count, which);
    }
  }
}
