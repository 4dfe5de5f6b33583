package dev.kith.ingest;

import dev.kith.admin.Part;
import java.util.Optional;

/** Ingest, as those see it who run it. */
final class IngestPart implements Part {
  private final Ingest ingest;

  IngestPart(Ingest ingest) {
    this.ingest = ingest;
  }

  @Override
  public String name() {
    return IngestStatus.NAME;
  }

  @Override
  public Optional<String> problem() {
    return ingest.problem();
  }

  @Override
  public IngestStatus status() {
    return ingest.status();
  }
}
