package dev.kith.serving.turn;

import java.util.concurrent.CompletableFuture;

/** A task that tells what became of it. */
public final class TestTask implements Task {
  /** Done when it was refused. */
  public final CompletableFuture<Refusal> refused = new CompletableFuture<>();

  private final Object caller;
  private final Runnable work;

  public TestTask(Object caller, Runnable work) {
    this.caller = caller;
    this.work = work;
  }

  @Override
  public Object caller() {
    return caller;
  }

  @Override
  public void run() {
    work.run();
  }

  @Override
  public void refuse(Refusal why) {
    refused.complete(why);
  }
}
