package dev.kith.local.cli;

import dev.kith.ingest.verify.Progress;

/** A {@link ProgressLine} for each step of a long piece of work. Not thread-safe. */
final class StepProgress implements Progress {
  private final Terminal terminal;
  private String step = "";
  private ProgressLine line;

  StepProgress(Terminal terminal) {
    this.terminal = terminal;
    this.line = terminal.progress(step);
  }

  @Override
  public void at(String step, long done, long total) {
    if (!step.equals(this.step)) {
      end();
      this.step = step;
      this.line = terminal.progress(step);
    }
    if (total < 0) {
      line.so(done);
    } else {
      line.at(done, total == 0 ? 1 : Math.min(1, (double) done / total));
    }
  }

  /** Clears the way for other lines. */
  void end() {
    line.clear();
  }
}
