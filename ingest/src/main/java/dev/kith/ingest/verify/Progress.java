package dev.kith.ingest.verify;

/** Told how far a long piece of work is; often, so it should be quick. */
public interface Progress {

  /**
   * So much of a step is done.
   *
   * @param step what is being done ("Reading kith.graph-changes"); another step, another text
   * @param total -1 if nobody knows
   */
  void at(String step, long done, long total);
}
