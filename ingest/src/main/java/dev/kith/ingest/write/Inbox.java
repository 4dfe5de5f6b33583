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
  /** At most this many records a batch. */
  static final int BATCH = 500;

  private static final int FULL = 4 * BATCH;

  /**
   * What to write next.
   *
   * @param to the offset after these records, and after the gaps that follow them
   */
  record Batch(List<ConsumerRecord<byte[], byte[]>> records, long to) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<ConsumerRecord<byte[], byte[]>> records = new ArrayDeque<>();
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
      return records.size() >= FULL;
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
      fresh = false;
      end = offset;
      restart = OptionalLong.of(offset);
    } finally {
      lock.unlock();
    }
  }

  /** By the writer: waits for the next batch; empty once closed. */
  Optional<Batch> take() throws InterruptedException {
    lock.lock();
    try {
      while (!closed && !fresh) {
        changed.await();
      }
      if (closed) {
        return Optional.empty();
      }
      List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
      while (batch.size() < BATCH && !records.isEmpty()) {
        batch.add(records.remove());
      }
      fresh = !records.isEmpty();
      return Optional.of(new Batch(batch, fresh ? batch.getLast().offset() + 1 : end));
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
}
