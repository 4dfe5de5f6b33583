package dev.kith.ingest.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * The records of one partition between the thread that polls and the one that writes. The writer
 * says where to read from ({@link #restartAt}); what was polled before the poller went there is not
 * let in.
 */
final class Inbox {
  /** Beyond these it wants no more. */
  static final int FULL = 3_000;

  private static final int MUCH = 250;
  private static final long FULL_BYTES = 16 << 20;
  private static final long BATCH_BYTES = 4 << 20;

  /**
   * What to write next.
   *
   * @param to the offset after these records, and after the gaps that follow them
   * @param behind whether much more waits
   */
  record Batch(List<ConsumerRecord<byte[], byte[]>> records, long to, boolean behind) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
  private long bytes;
  private boolean fresh;
  private long end;
  private OptionalLong restart = OptionalLong.empty();
  private boolean closed;

  /** By the poller: what it read, and the offset that it reads next. */
  void offer(List<ConsumerRecord<byte[], byte[]>> polled, long next) {
    lock.lock();
    try {
      if (restart.isEmpty()) {
        records.addAll(polled);
        polled.forEach(record -> bytes += size(record));
        fresh |= next != end;
        end = next;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** By the poller: whether it should pause. */
  boolean isFull() {
    lock.lock();
    try {
      return records.size() >= FULL || bytes >= FULL_BYTES;
    } finally {
      lock.unlock();
    }
  }

  /** By the poller: where to go, if the writer asked for it. Once asked, it has to go there. */
  OptionalLong takeRestart() {
    lock.lock();
    try {
      OptionalLong offset = restart;
      restart = OptionalLong.empty();
      return offset;
    } finally {
      lock.unlock();
    }
  }

  /** By the writer: forgets what is here; the next records are to be those from this offset on. */
  void restartAt(long offset) {
    lock.lock();
    try {
      records.clear();
      bytes = 0;
      fresh = false;
      end = offset;
      restart = OptionalLong.of(offset);
    } finally {
      lock.unlock();
    }
  }

  /**
   * By the writer: waits for the next batch; empty once closed.
   *
   * @param most so many records at most
   */
  Optional<Batch> take(int most) throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !fresh) {
        changed.await();
      }
      if (closed) {
        return Optional.empty();
      }
      List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
      long taken = 0;
      while (batch.size() < most && taken < BATCH_BYTES && !records.isEmpty()) {
        ConsumerRecord<byte[], byte[]> record = records.remove();
        batch.add(record);
        taken += size(record);
      }
      bytes -= taken;
      fresh = !records.isEmpty();
      boolean behind = records.size() >= MUCH;
      return Optional.of(new Batch(batch, fresh ? batch.getLast().offset() + 1 : end, behind));
    } finally {
      lock.unlock();
    }
  }

  /** Ends every {@link #take}. */
  void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private static int size(ConsumerRecord<byte[], byte[]> record) {
    return Math.max(0, record.serializedKeySize()) + Math.max(0, record.serializedValueSize());
  }
}
