package dev.kith.bench.freshness;

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
  final CompletableFuture<Long> replica = new CompletableFuture<>();
  final CompletableFuture<Long> dgraph = new CompletableFuture<>();

  /**
   * @param purchase its key, with which no other key of its topics ends
   * @param count how many purchases its user has with it
   */
  Followed(String purchase, String user, int count) {
    this.purchase = purchase;
    this.user = user;
    this.count = count;
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

  /** Waits until all stages are reached. */
  Passage await() throws InterruptedException, ExecutionException, TimeoutException {
    long start = at(sent);
    return new Passage(
        at(committed) - start,
        at(captured) - start,
        at(changed) - start,
        at(replica) - start,
        at(dgraph) - start);
  }

  private static long at(CompletableFuture<Long> stage)
      throws InterruptedException, ExecutionException, TimeoutException {
    return stage.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
