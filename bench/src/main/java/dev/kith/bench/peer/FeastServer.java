package dev.kith.bench.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.load.Question;
import dev.kith.tools.dgraph.SupervisedProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * Feast's Python feature server on a Redis of its own, with features that were computed before, as
 * processes beside this one.
 */
final class FeastServer implements AutoCloseable {
  private static final Duration PATIENCE =
      Duration.ofMinutes(10); // packages may have to be fetched
  private static final Duration POLL = Duration.ofMillis(200);

  private final URI address;
  private final SupervisedProcess process;

  private FeastServer(URI address, SupervisedProcess process) {
    this.address = address;
    this.process = process;
  }

  /**
   * Starts it, and waits until it answers.
   *
   * @param features a CSV file, a row a user
   */
  static FeastServer start(Path features) throws IOException, InterruptedException {
    int port = Scripts.freePort();
    List<String> words =
        List.of(
            "env",
            "PORT=" + port,
            "REDIS_PORT=" + Scripts.freePort(),
            "FEATURES=" + features.toAbsolutePath(),
            Scripts.of("bench/peer/feast/start").toString());
    Path folder = Files.createTempDirectory("kith-bench-").resolve("feast");
    FeastServer server =
        new FeastServer(
            URI.create("http://127.0.0.1:" + port + "/get-online-features"),
            SupervisedProcess.start(folder, words));
    server.awaitAnswer();
    return server;
  }

  private void awaitAnswer() throws InterruptedException {
    long start = System.nanoTime();
    try (HttpClient client = client()) {
      while (true) {
        try {
          var _ = ask(client, PowerLawShop.user(0));
          return;
        } catch (IOException e) {
          if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
            throw new IllegalStateException("Feast does not answer: " + process.tail(), e);
          }
          Thread.sleep(POLL);
        }
      }
    }
  }

  /** What a caller does each time: it asks for all features of some user, on its connection. */
  Runnable call(Question question, RandomGenerator random) {
    HttpClient client = client();
    return () -> {
      try {
        var _ = ask(client, question.next(random).getUserId());
      } catch (IOException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    };
  }

  /** What it says of a user. */
  Map<String, Value> features(String user) throws IOException, InterruptedException {
    Struct.Builder answer = Struct.newBuilder();
    try (HttpClient client = client()) {
      JsonFormat.parser().merge(ask(client, user), answer);
    }
    ListValue names =
        answer
            .getFieldsOrThrow("metadata")
            .getStructValue()
            .getFieldsOrThrow("feature_names")
            .getListValue();
    ListValue results = answer.getFieldsOrThrow("results").getListValue();
    Map<String, Value> out = new HashMap<>();
    for (int i = 0; i < names.getValuesCount(); i++) {
      Struct result = results.getValues(i).getStructValue();
      out.put(
          names.getValues(i).getStringValue(),
          result.getFieldsOrThrow("values").getListValue().getValues(0));
    }
    return out;
  }

  private String ask(HttpClient client, String user) throws IOException, InterruptedException {
    String question =
        "{\"feature_service\": \"all\", \"entities\": {\"user_id\": [\"%s\"]}}".formatted(user);
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(address)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(question, UTF_8))
                .build(),
            BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException("HTTP " + response.statusCode() + ": " + response.body());
    }
    return response.body();
  }

  private static HttpClient client() {
    return HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @Override
  public void close() {
    process.close();
  }
}
