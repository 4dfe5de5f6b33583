package dev.kith.pipeline.trace;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.graph.change.Topics;
import dev.kith.pipeline.Pipeline;
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
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A user of whom purchases are committed, one after the other, each followed on its way to the
 * answers. One thread.
 */
public final class Probe implements AutoCloseable {
  private static final String CDC_TOPIC = "shop.public.purchases";
  private static final String FEATURE = "purchase_count_30d";
  private static final long ASK_AGAIN = TimeUnit.MILLISECONDS.toNanos(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final String user;
  private final Connection database;
  private final PreparedStatement insert;
  private final Map<String, CompletableFuture<Long>> captured = new ConcurrentHashMap<>();
  private final Map<String, CompletableFuture<Long>> changed = new ConcurrentHashMap<>();
  private final TopicTail cdc;
  private final TopicTail changes;
  private final ManagedChannel replica;
  private final ManagedChannel dgraph;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);
  private int purchases;

  /**
   * Begins.
   *
   * @param user a new one; it is made
   */
  public Probe(Pipeline pipeline, String user) throws SQLException, InterruptedException {
    this.user = user;
    database = pipeline.connect();
    try (Statement statement = database.createStatement()) {
      statement.execute("INSERT INTO users (user_id, created_at) VALUES ('" + user + "', now())");
    }
    insert =
        database.prepareStatement(
            "INSERT INTO purchases (purchase_id, user_id, product_id, quantity, amount,"
                + " purchased_at) VALUES (?, ?, 'p1', 1, 9.99, now())");
    pipeline.awaitArrived();
    cdc =
        TopicTail.start(
            pipeline.kafka(), CDC_TOPIC, (record, at) -> found(captured, record, given(record)));
    changes =
        TopicTail.start(
            pipeline.kafka(), Topics.GRAPH_CHANGES, (record, at) -> found(changed, record, at));
    replica = channel(pipeline.grpc(Source.REPLICA));
    dgraph = channel(pipeline.grpc(Source.DGRAPH));
  }

  private static ManagedChannel channel(String address) {
    return Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
  }

  /** When a producer gave it to Kafka, as {@link System#nanoTime}. */
  private static long given(ConsumerRecord<byte[], byte[]> record) {
    long ago = System.currentTimeMillis() - record.timestamp();
    return System.nanoTime() - TimeUnit.MILLISECONDS.toNanos(ago);
  }

  /** Both topics' keys end with the purchase's. */
  private static void found(
      Map<String, CompletableFuture<Long>> waiting,
      ConsumerRecord<byte[], byte[]> record,
      long at) {
    byte[] key = record.key();
    waiting.forEach(
        (purchase, found) -> {
          byte[] wanted = purchase.getBytes(UTF_8);
          int start = key.length - wanted.length;
          if (start >= 0 && Arrays.equals(key, start, key.length, wanted, 0, wanted.length)) {
            found.complete(at);
          }
        });
  }

  /** Commits a purchase, and follows it until both answers show it. */
  public Passage follow()
      throws SQLException, InterruptedException, ExecutionException, TimeoutException {
    purchases++;
    String purchase = user + "-" + purchases;
    CompletableFuture<Long> inTopic = new CompletableFuture<>();
    CompletableFuture<Long> inChanges = new CompletableFuture<>();
    captured.put(purchase, inTopic);
    changed.put(purchase, inChanges);
    insert.setString(1, purchase);
    insert.setString(2, user);
    long sent = System.nanoTime();
    insert.executeUpdate(); // and commits
    long committed = System.nanoTime();
    Future<Long> inReplica = threads.submit(() -> awaitAnswer(replica));
    Future<Long> inDgraph = threads.submit(() -> awaitAnswer(dgraph));
    try {
      return new Passage(
          committed - sent,
          at(inTopic) - sent,
          at(inChanges) - sent,
          at(inReplica) - sent,
          at(inDgraph) - sent);
    } finally {
      captured.remove(purchase);
      changed.remove(purchase);
    }
  }

  private static long at(Future<Long> when)
      throws InterruptedException, ExecutionException, TimeoutException {
    return when.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  /** Asks until an answer has all purchases; when that answer was there. */
  private long awaitAnswer(ManagedChannel channel) {
    FeatureStoreServiceBlockingStub stub = FeatureStoreServiceGrpc.newBlockingStub(channel);
    GetGraphFeaturesRequest request =
        GetGraphFeaturesRequest.newBuilder().setUserId(user).addFeatureNames(FEATURE).build();
    while (true) {
      double count =
          stub.withDeadlineAfter(PATIENCE.toSeconds(), TimeUnit.SECONDS)
              .getGraphFeatures(request)
              .getFeatures()
              .getFieldsOrThrow(FEATURE)
              .getNumberValue();
      if (count >= purchases) {
        return System.nanoTime();
      }
      LockSupport.parkNanos(ASK_AGAIN);
    }
  }

  @Override
  public void close() throws SQLException {
    threads.shutdownNow();
    replica.shutdownNow();
    dgraph.shutdownNow();
    changes.close();
    cdc.close();
    insert.close();
    database.close();
  }
}
