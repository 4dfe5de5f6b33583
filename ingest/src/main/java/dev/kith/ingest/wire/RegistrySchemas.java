package dev.kith.ingest.wire;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kith.ingest.deadletter.Reason;
import dev.kith.ingest.retry.Backoff;
import dev.kith.ingest.retry.OutageLog;
import dev.kith.ingest.retry.StopSignal;
import java.time.Duration;
import org.apache.avro.Schema;

/**
 * Schemas from a registry, each asked for once: the schema of an id never changes. That an id is
 * unknown is believed for {@link #UNKNOWN_FOR} only, since it may be registered a moment later.
 *
 * <p>While the registry does not answer, a call waits and tries again, for at most {@link
 * #PATIENCE}: a Streams thread must come back to Kafka within {@code max.poll.interval.ms} (5
 * minutes), or its group takes it for dead. Then the call throws, the thread is replaced, and the
 * record read again; so an outage of any length only delays.
 */
public final class RegistrySchemas implements Schemas, AutoCloseable {
  static final Duration PATIENCE = Duration.ofSeconds(60);
  static final Duration UNKNOWN_FOR = Duration.ofSeconds(10);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final RegistryClient client;
  private final StopSignal stop;
  private final Duration patience;
  private final OutageLog log = new OutageLog("The schema registry");
  private final Cache<Integer, Schema> known = Caffeine.newBuilder().maximumSize(10_000).build();
  private final Cache<Integer, String> unknown =
      Caffeine.newBuilder().maximumSize(10_000).expireAfterWrite(UNKNOWN_FOR).build();

  /**
   * @param urls one or more, separated by commas; each may carry {@code user:password@}
   * @param userInfo {@code user:password} for those that don't; may be empty
   * @param stop ends every wait at once
   * @throws IllegalArgumentException if one is no http(s) URL
   */
  public RegistrySchemas(String urls, String userInfo, StopSignal stop) {
    this(urls, userInfo, stop, PATIENCE);
  }

  /**
   * As above.
   *
   * @param patience in place of {@link #PATIENCE}
   */
  public RegistrySchemas(String urls, String userInfo, StopSignal stop, Duration patience) {
    this.client = new RegistryClient(urls, userInfo);
    this.stop = stop;
    this.patience = patience;
  }

  @Override
  public Schema byId(int id) throws BadRecordException {
    Schema schema = known.getIfPresent(id);
    if (schema != null) {
      return schema;
    }
    String reason = unknown.getIfPresent(id);
    if (reason != null) {
      throw new BadRecordException(Reason.UNKNOWN_SCHEMA, reason);
    }
    schema = fetch(id);
    known.put(id, schema);
    return schema;
  }

  private Schema fetch(int id) throws BadRecordException {
    Backoff backoff = new Backoff(stop, FIRST_WAIT, LONGEST_WAIT);
    long deadline = System.nanoTime() + patience.toNanos();
    while (true) {
      try {
        Schema schema = client.schema(id);
        log.succeeded();
        return schema;
      } catch (BadRecordException e) {
        log.succeeded();
        unknown.put(id, String.valueOf(e.getMessage()));
        throw e;
      } catch (RegistryException e) {
        log.failed(String.valueOf(e.getMessage()));
        if (System.nanoTime() > deadline || !backoff.pause()) {
          throw new OutageException("schema " + id + " can't be read: " + e.getMessage(), e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new OutageException("interrupted while schema " + id + " was read", e);
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
