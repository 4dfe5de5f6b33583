package dev.kith.pipeline.part;

import dev.kith.tools.dgraph.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.Predicate;

/** Waits until a server that was just started answers over HTTP. */
final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration POLL = Duration.ofMillis(100);

  private Await() {}

  /**
   * Asks again and again.
   *
   * @param what it is, for a message
   * @param ready whether an answer (of status 200) says that it is ready; it may throw a {@link
   *     PartException} if it never will be
   * @throws PartException if it ends, or is not ready in two minutes; the process is closed then
   */
  static void answer(String what, SupervisedProcess process, URI uri, Predicate<String> ready) {
    try {
      await(what, process, uri, ready);
    } catch (PartException e) {
      process.close();
      throw e;
    }
  }

  private static void await(
      String what, SupervisedProcess process, URI uri, Predicate<String> ready) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(5)).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      while (!isReady(http, request, ready)) {
        if (!process.isAlive()) {
          throw new PartException(what + " ended at once:\n" + process.tail(), null);
        }
        if (System.nanoTime() > deadline) {
          throw new PartException(what + " does not get ready:\n" + process.tail(), null);
        }
        Thread.sleep(POLL);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PartException("Interrupted while starting " + what, e);
    }
  }

  private static boolean isReady(HttpClient http, HttpRequest request, Predicate<String> ready)
      throws InterruptedException {
    try {
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      return answer.statusCode() == 200 && ready.test(answer.body());
    } catch (IOException e) {
      return false; // not listening yet
    }
  }
}
