package dev.kith.bench.freshness;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.change.Topics;
import dev.kith.pipeline.Pipeline;
import dev.kith.pipeline.TopicTail;
import dev.kith.proto.v1.FeatureStoreServiceGrpc;
import dev.kith.proto.v1.FeatureStoreServiceGrpc.FeatureStoreServiceBlockingStub;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import dev.kith.proto.v1.Source;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Some users, purchases of whom are followed on their way from the database to the answers. They
 * take turns, so that no purchase is waited for beside another of its user. Thread-safe.
 */
final class Probe implements AutoCloseable {
  private static final String CDC_TOPIC = "shop.public.purchases";
  private static final String FEATURE = "purchase_count_30d";
  private static final int USERS = 100;
  private static final long ASK_AGAIN = TimeUnit.MILLISECONDS.toNanos(5);
  private static final long DEADLINE_SECONDS = 10;

  private final String name;
  private final List<Followed> all = new ArrayList<>();
  private final Queue<Followed> toCapture = new ConcurrentLinkedQueue<>();
  private final Queue<Followed> toChange = new ConcurrentLinkedQueue<>();
  private final Map<Source, Asker> askers = new EnumMap<>(Source.class);
  private final TopicTail cdc;
  private final TopicTail changes;

  /**
   * Begins.
   *
   * @param name no other's; of its users and purchases
   */
  Probe(Pipeline pipeline, String name) throws SQLException, InterruptedException {
    this.name = name;
    try (Connection database = pipeline.connect();
        PreparedStatement insert =
            database.prepareStatement(
                "INSERT INTO users (user_id, created_at) VALUES (?, now())")) {
      for (int i = 0; i < USERS; i++) {
        insert.setString(1, user(i));
        insert.executeUpdate();
      }
    }
    pipeline.awaitArrived();
    for (Source source : pipeline.sources()) {
      askers.put(source, new Asker(source, pipeline.grpc(source)));
    }
    cdc =
        TopicTail.start(
            pipeline.kafka(),
            CDC_TOPIC,
            (record, at) ->
                find(record, toCapture)
                    .forEach(followed -> followed.captured.complete(given(record))));
    changes =
        TopicTail.start(
            pipeline.kafka(),
            Topics.GRAPH_CHANGES,
            (record, at) ->
                find(record, toChange)
                    .forEach(
                        followed -> {
                          followed.changed.complete(at);
                          // No answer can show it before, and questions take their share of the
                          // machine.
                          askers.values().forEach(asker -> asker.unseen.add(followed));
                        }));
  }

  private String user(int number) {
    return name + "-user-" + number % USERS;
  }

  /** The next purchase to be committed. */
  synchronized Followed next() {
    int number = all.size();
    Followed followed =
        new Followed(
            name + "-followed-" + number, user(number), number / USERS + 1, askers.keySet());
    all.add(followed);
    toCapture.add(followed);
    toChange.add(followed);
    return followed;
  }

  /** Waits until all purchases have arrived everywhere. */
  List<Passage> passages() throws InterruptedException, ExecutionException, TimeoutException {
    List<Followed> given;
    synchronized (this) {
      given = List.copyOf(all);
    }
    List<Passage> passages = new ArrayList<>();
    for (Followed followed : given) {
      for (Asker asker : askers.values()) {
        asker.checkRuns();
      }
      passages.add(followed.await());
    }
    return passages;
  }

  /** When a producer gave it to Kafka, as {@link System#nanoTime}. */
  private static long given(ConsumerRecord<byte[], byte[]> record) {
    long ago = System.currentTimeMillis() - record.timestamp();
    return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ago);
  }

  /** Those of the record, which are waited for no longer. Both topics' keys end with the row's. */
  private static List<Followed> find(
      ConsumerRecord<byte[], byte[]> record, Queue<Followed> waiting) {
    List<Followed> found =
        waiting.stream().filter(followed -> endsWith(record.key(), followed.purchase())).toList();
    waiting.removeAll(found);
    return found;
  }

  private static boolean endsWith(byte[] key, String purchase) {
    byte[] wanted = purchase.getBytes(UTF_8);
    int start = key.length - wanted.length;
    return start >= 0 && Arrays.equals(key, start, key.length, wanted, 0, wanted.length);
  }

  /** Asks one serving, on a thread of its own, until its answers show what is to be seen. */
  private static final class Asker implements AutoCloseable {
    private final Queue<Followed> unseen = new ConcurrentLinkedQueue<>();
    private final Source source;
    private final ManagedChannel channel;
    private final FeatureStoreServiceBlockingStub stub;
    private final ExecutorService thread = Executors.newSingleThreadExecutor();
    private final Future<?> running;

    Asker(Source source, String address) {
      this.source = source;
      channel = Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
      stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
      running = thread.submit(this::run);
    }

    private void run() {
      while (!thread.isShutdown()) {
        unseen.removeIf(this::isSeen);
        LockSupport.parkNanos(ASK_AGAIN);
      }
    }

    private boolean isSeen(Followed followed) {
      GetGraphFeaturesRequest request =
          GetGraphFeaturesRequest.newBuilder()
              .setUserId(followed.user())
              .addFeatureNames(FEATURE)
              .build();
      double count =
          stub.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
              .getGraphFeatures(request)
              .getFeatures()
              .getFieldsOrThrow(FEATURE)
              .getNumberValue();
      return count >= followed.count() && followed.seen(source);
    }

    /** Throws what it failed with. */
    void checkRuns() throws ExecutionException, InterruptedException {
      if (running.isDone()) {
        running.get();
      }
    }

    @Override
    public void close() {
      thread.shutdown();
      channel.shutdownNow();
    }
  }

  @Override
  public void close() {
    changes.close();
    cdc.close();
    askers.values().forEach(Asker::close);
  }
}
