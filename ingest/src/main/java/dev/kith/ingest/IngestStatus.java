package dev.kith.ingest;

/** What ingest is doing. */
public record IngestStatus(Ingest.State state) {
  /** What ingest is called in {@code /status}. */
  public static final String NAME = "ingest";
}
