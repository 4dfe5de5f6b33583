package dev.kith.ingest.deadletter;

import dev.kith.graph.change.Topics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts dead letters through again: onto {@code kith.replays}, which ingest reads beside the CDC
 * topics. The records of a partition of a CDC topic come in the order that they had there, each
 * once, however many letters it has.
 *
 * <p>{@code kith.replays} itself tells what was replayed: a letter is, if its record is there with
 * more attempts than the letter has. So a record that fails again can be replayed again, and no
 * other.
 */
public final class Replay {
  private static final int WINDOW = 1_000;

  private record Origin(String topic, int partition, long offset) {
    static Origin of(Source source) {
      return new Origin(source.topic(), source.partition(), source.offset());
    }
  }

  private record Chosen(Origin origin, int attempts, Place place) {}

  /**
   * What would be sent.
   *
   * @param places of the letters, in the order in which they are sent
   * @param replayed letters that were replayed before, and so are left out
   * @param repeated letters of records that have a later letter, which is sent instead
   * @param impossible letters that don't hold a record of a CDC topic
   */
  public record Plan(List<Place> places, long replayed, long repeated, long impossible) {}

  private final Map<String, Object> kafka;

  /**
   * @param kafka the properties that all Kafka clients share
   */
  public Replay(Map<String, Object> kafka) {
    this.kafka = Map.copyOf(kafka);
  }

  /**
   * Chooses letters.
   *
   * @param again whether also those that were replayed before
   */
  public Plan plan(Predicate<DeadLetter> wanted, boolean again) {
    Map<Origin, Integer> attempts = again ? Map.of() : attempts();
    Map<Origin, Chosen> chosen = new HashMap<>();
    long[] counts = new long[3];
    try (LetterReader letters = new LetterReader(kafka, Topics.DEAD_LETTERS)) {
      letters.forEach(
          Optional.empty(),
          letter -> {
            if (!wanted.test(letter)) {
              return;
            }
            Origin origin = Origin.of(letter.source());
            int tried = letter.source().attempts();
            if (!letter.isReplayable()) {
              counts[2]++;
            } else if (attempts.getOrDefault(origin, 0) > tried) {
              counts[0]++;
            } else {
              Chosen other = chosen.get(origin);
              counts[1] += other == null ? 0 : 1;
              if (other == null || tried >= other.attempts()) {
                chosen.put(origin, new Chosen(origin, tried, letter.place()));
              }
            }
          });
    }
    List<Place> places =
        chosen.values().stream()
            .sorted(
                Comparator.<Chosen, String>comparing(c -> c.origin().topic())
                    .thenComparingInt(c -> c.origin().partition())
                    .thenComparingLong(c -> c.origin().offset()))
            .map(Chosen::place)
            .toList();
    return new Plan(places, counts[0], counts[1], counts[2]);
  }

  /** How often each record was replayed. */
  private Map<Origin, Integer> attempts() {
    Map<Origin, Integer> out = new HashMap<>();
    try (LetterReader replays = new LetterReader(kafka, Topics.REPLAYS)) {
      replays.forEach(
          Optional.empty(),
          replay -> out.merge(Origin.of(replay.source()), replay.source().attempts(), Math::max));
    }
    return out;
  }

  /**
   * Sends what was planned; returns when Kafka has it.
   *
   * @return how many letters were sent: all but those that Kafka has dropped meanwhile
   * @throws KafkaException if Kafka does not take them; some may be sent then
   */
  public long send(Plan plan) {
    Map<String, Object> properties = new HashMap<>(kafka);
    properties.putIfAbsent(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, DeadLetters.LARGEST_RECORD);
    properties.put(ProducerConfig.ACKS_CONFIG, "all");
    properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    long sent = 0;
    try (LetterReader letters = new LetterReader(kafka, Topics.DEAD_LETTERS);
        LetterReader replays = new LetterReader(kafka, Topics.REPLAYS);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      int partitions = replays.partitionCount();
      if (partitions == 0) {
        throw new KafkaException(
            "there is no topic " + Topics.REPLAYS + ": ingest creates it when it starts");
      }
      for (int from = 0; from < plan.places().size(); from += WINDOW) {
        List<Place> window =
            plan.places().subList(from, Math.min(from + WINDOW, plan.places().size()));
        sent += send(producer, letters, window, partitions);
      }
    }
    return sent;
  }

  private static long send(
      KafkaProducer<byte[], byte[]> producer,
      LetterReader letters,
      List<Place> window,
      int partitions) {
    Map<Place, DeadLetter> found = new HashMap<>();
    letters.at(window).forEach(letter -> found.put(letter.place(), letter));
    List<Future<RecordMetadata>> answers = new ArrayList<>();
    for (Place place : window) {
      DeadLetter letter = found.get(place);
      if (letter != null) {
        answers.add(producer.send(replay(letter, partitions)));
      }
    }
    for (Future<RecordMetadata> answer : answers) {
      try {
        answer.get();
      } catch (ExecutionException e) {
        throw new KafkaException("a replay could not be sent: " + e.getCause(), e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new KafkaException("interrupted while replays were sent", e);
      }
    }
    return answers.size();
  }

  /** All of one source partition go to one partition, in which they keep their order. */
  private static ProducerRecord<byte[], byte[]> replay(DeadLetter letter, int partitions) {
    Source source = letter.source();
    return new ProducerRecord<>(
        Topics.REPLAYS,
        Math.floorMod(31 * source.topic().hashCode() + source.partition(), partitions),
        letter.record().key(),
        letter.record().value(),
        DeadLetters.replay(letter.record().headers()));
  }
}
