package dev.kith.local.faults;

/** A process of the installation. */
enum Part {
  BROKER("the broker"),
  ZERO("Dgraph zero"),
  ALPHA("Dgraph alpha"),
  INGEST("ingest"),
  SECOND_INGEST("the second ingest"),
  /** Answers from the replica once it has caught up. */
  SERVING("serving"),
  /** Answers from Dgraph. */
  DGRAPH_SERVING("serving from Dgraph");

  private final String words;

  Part(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
