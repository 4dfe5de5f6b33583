package dev.kith.ingest.verify;

import dev.kith.dgraph.Stored;
import dev.kith.graph.change.ChangeCodec;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.change.GraphStream;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The replica of a serving process, which its admin server tells. Every reading is of the whole
 * graph, and takes a while, so a look says only which changes were applied when it began.
 */
final class ReplicaStore implements StoredGraph, AutoCloseable {
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** For the answer to begin. */
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final String address;
  private final String topicId;
  private final ChangeCodec codec;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(CONNECT).build();

  /**
   * @param address {@code host:port} of the admin server
   * @param topicId the topic that it should follow
   */
  ReplicaStore(String address, String topicId, ChangeCodec codec) {
    this.address = address;
    this.topicId = topicId;
    this.codec = codec;
  }

  @Override
  public String name() {
    return "the replica at " + address;
  }

  /** Each edge is in the lists of both its ends. */
  @Override
  public int copies(ElementType type) {
    return type instanceof EdgeType ? 2 : 1;
  }

  @Override
  public GraphChange held(GraphChange put) {
    return put;
  }

  @Override
  public Map<Integer, Long> positions() throws CannotTellException {
    return read(copy -> {}, false);
  }

  @Override
  public void readAll(Consumer<Stored> out) throws CannotTellException {
    read(copy -> out.accept(stored(copy)), true);
  }

  @Override
  public void look(Collection<Element> elements, Consumer<Look> out) throws CannotTellException {
    Set<Element> wanted = Set.copyOf(elements);
    Map<Element, List<Stored>> found = new HashMap<>();
    Map<Integer, Long> from =
        read(
            copy -> {
              Element element = copy.put().element();
              if (wanted.contains(element)) {
                found.computeIfAbsent(element, e -> new ArrayList<>()).add(stored(copy));
              }
            },
            true);
    out.accept(new Look(elements, from, false, found, List.of()));
  }

  private static Stored stored(GraphStream.Copy copy) {
    return new Stored.Copy(copy.put(), copy.backward());
  }

  /** Reads the graph, or only its positions, which it returns. */
  private Map<Integer, Long> read(Consumer<GraphStream.Copy> out, boolean whole)
      throws CannotTellException {
    try (InputStream body = new BufferedInputStream(get())) {
      GraphStream.Reader reader = new GraphStream.Reader(body, codec);
      if (!reader.topicId().equals(topicId)) {
        throw new CannotTellException(
            "%s follows another topic (id %s) than this one (id %s)"
                .formatted(name(), reader.topicId(), topicId),
            null);
      }
      if (whole) {
        for (Optional<GraphStream.Copy> copy = reader.next();
            copy.isPresent();
            copy = reader.next()) {
          out.accept(copy.get());
        }
      }
      return reader.positions();
    } catch (IOException e) {
      throw new CannotTellException(name() + " does not answer: " + e, e);
    }
  }

  private InputStream get() throws IOException, CannotTellException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://" + address + "/graph")).timeout(TIMEOUT).build();
    try {
      HttpResponse<InputStream> answer =
          http.send(request, HttpResponse.BodyHandlers.ofInputStream());
      if (answer.statusCode() != 200) {
        try (InputStream body = answer.body()) {
          String said = new String(body.readNBytes(500), StandardCharsets.UTF_8).strip();
          throw new CannotTellException(
              "%s says: %s (HTTP %d)".formatted(address, said, answer.statusCode()), null);
        }
      }
      return answer.body();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CannotTellException("interrupted", e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
