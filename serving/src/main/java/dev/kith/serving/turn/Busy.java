package dev.kith.serving.turn;

import java.util.concurrent.atomic.AtomicInteger;

/** How many threads have turns just now, of those for whom there are processors. Thread-safe. */
final class Busy {
  private final int processors;
  private final AtomicInteger threads = new AtomicInteger();

  Busy(int processors) {
    this.processors = processors;
  }

  /** Whether a processor is left for one more beside the current thread, which is none of them. */
  boolean hasRoom() {
    return threads.get() + 1 < processors;
  }

  void begin() {
    threads.incrementAndGet();
  }

  void end() {
    threads.decrementAndGet();
  }

  /** That task, whose thread is one of them while it runs. */
  Task counted(Task task) {
    return new Task() {
      @Override
      public Object caller() {
        return task.caller();
      }

      @Override
      public void run() {
        begin();
        try {
          task.run();
        } finally {
          end();
        }
      }

      @Override
      public void refuse(Refusal why) {
        task.refuse(why);
      }
    };
  }
}
