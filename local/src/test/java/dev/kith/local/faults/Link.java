package dev.kith.local.faults;

/** A connection between two parts. Those of the second ingest are not touched. */
enum Link {
  INGEST_BROKER("ingest–broker"),
  INGEST_REGISTRY("ingest–registry"),
  INGEST_ALPHA("ingest–alpha"),
  SERVING_BROKER("serving–broker"),
  SERVING_ALPHA("serving–alpha"),
  ALPHA_ZERO("alpha–zero");

  private final String words;

  Link(String words) {
    this.words = words;
  }

  @Override
  public String toString() {
    return words;
  }
}
