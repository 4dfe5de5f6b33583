package dev.kith.bench.freshness;

import dev.kith.proto.v1.Source;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A purchase on its way to the answers. Thread-safe; the times are {@link System#nanoTime}. */
final class Followed {
  private static final long PATIENCE_SECONDS = 60;

  private final String purchase;
  private final String user;
  private final int count;
  final CompletableFuture<Long> sent = new CompletableFuture<>();
  final CompletableFuture<Long> committed = new CompletableFuture<>();
  final CompletableFuture<Long> captured = new CompletableFuture<>();
  final CompletableFuture<Long> changed = new CompletableFuture<>();
  private final Map<Source, CompletableFuture<Long>> answered = new EnumMap<>(Source.class);

  /**
   * @param purchase its key, with which no other key of its topics ends
   * @param count how many purchases its user has with it
   * @param sources of answers
   */
  Followed(String purchase, String user, int count, Set<Source> sources) {
    this.purchase = purchase;
    this.user = user;
    this.count = count;
    sources.forEach(source -> answered.put(source, new CompletableFuture<>()));
  }

  String purchase() {
    return purchase;
  }

  String user() {
    return user;
  }

  int count() {
    return count;
  }

  /** An answer of that source shows it; whether it is the first. */
  boolean seen(Source source) {
    return Objects.requireNonNull(answered.get(source)).complete(System.nanoTime());
  }

  /** Waits until all stages are reached. */
  Passage await() throws InterruptedException, ExecutionException, TimeoutException {
    long start = at(sent);
    Map<Source, Long> answers = new EnumMap<>(Source.class);
    for (Map.Entry<Source, CompletableFuture<Long>> answer : answered.entrySet()) {
      answers.put(answer.getKey(), at(answer.getValue()) - start);
    }
    return new Passage(at(committed) - start, at(captured) - start, at(changed) - start, answers);
  }

  private static long at(CompletableFuture<Long> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
