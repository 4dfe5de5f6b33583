package dev.kith.local.cli;

import dev.kith.admin.Freshness;
import dev.kith.ingest.IngestStatus;
import dev.kith.ingest.IngestStatus.Partition;
import dev.kith.local.cli.StatusClient.Asked;
import dev.kith.local.cli.StatusClient.Found;
import dev.kith.serving.ServingStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The status of all parts, for people. What is not known is a dash. */
final class StatusTable {
  private static final String NOT_KNOWN = "-";

  private StatusTable() {}

  /** The lines, without line breaks. */
  static List<String> render(Asked asked) {
    List<String> out = new ArrayList<>(parts(asked));
    List<List<String>> ways = new ArrayList<>();
    ways.add(List.of("", "behind", "seconds", "newest change", "as of", "changes/s"));
    asked.ingest().ifPresent(status -> ways(ways, status));
    asked
        .serving()
        .ifPresent(
            status -> ways.add(way("to the replica", status.freshness(), status.perSecond())));
    section(out, ways);
    asked.ingest().ifPresent(status -> ingest(out, status));
    asked.serving().ifPresent(status -> serving(out, status));
    return out;
  }

  private static List<String> parts(Asked asked) {
    List<List<String>> lines = new ArrayList<>();
    for (Found found : asked.parts()) {
      String state = found.isSilent() ? "SILENT" : found.status().path("state").asText();
      String more = found.problem();
      if (more.isEmpty()) {
        String source = found.status().path("source").asText();
        more = source.isEmpty() ? "" : "answers from " + source;
      }
      lines.add(List.of(found.part(), found.address(), state, more));
    }
    return Columns.left(lines);
  }

  private static void ways(List<List<String>> ways, IngestStatus status) {
    ways.add(way("to kith.graph-changes", status.source(), status.records().perSecond()));
    if (status.dgraph().used()) {
      ways.add(
          way("to Dgraph", status.dgraph().freshness(), status.dgraph().batches().perSecond()));
    }
  }

  private static List<String> way(String name, Freshness.Report report, double perSecond) {
    return List.of(
        name,
        report.lagRecords() < 0 ? NOT_KNOWN : number(report.lagRecords()),
        report.lagSeconds() < 0 ? NOT_KNOWN : decimal(report.lagSeconds()),
        report.newestAgeSeconds() < 0 ? NOT_KNOWN : Ages.text(report.newestAgeSeconds()) + " old",
        report.asOfAgeSeconds() < 0 ? NOT_KNOWN : Ages.text(report.asOfAgeSeconds()) + " ago",
        decimal(perSecond));
  }

  private static void ingest(List<String> out, IngestStatus status) {
    List<List<String>> partitions = new ArrayList<>();
    partitions.add(List.of("partition", "position", "end", "behind"));
    status.partitions().forEach(partition -> partitions.add(partition("", partition)));
    status
        .dgraph()
        .partitions()
        .forEach(partition -> partitions.add(partition("Dgraph: ", partition)));
    section(out, partitions);
    IngestStatus.Records records = status.records();
    out.add("");
    out.add(
        "records     mapped %s, ignored %s, dead letters %s; changes taken %s, re-delivered %s"
            .formatted(
                number(records.mapped()),
                number(records.ignored()),
                number(records.rejected()),
                number(records.taken()),
                number(records.redelivered())));
    if (status.dgraph().used()) {
      IngestStatus.Batches batches = status.dgraph().batches();
      out.add(
          "batches     %s to Dgraph, of %s changes and %s ms; aborts %s, retries %s, outages %s"
              .formatted(
                  number(batches.count()),
                  decimal(batches.meanRecords()),
                  decimal(batches.meanMillis()),
                  number(batches.aborts()),
                  number(batches.retries()),
                  number(batches.outages())));
    }
    if (!status.deadLetters().isEmpty()) {
      List<List<String>> letters = new ArrayList<>();
      letters.add(List.of("dead letters of", "count", "reason"));
      status
          .deadLetters()
          .forEach(l -> letters.add(List.of(l.topic(), number(l.count()), l.reason())));
      section(out, letters);
    }
  }

  private static List<String> partition(String prefix, Partition partition) {
    boolean known = partition.position() >= 0;
    return List.of(
        prefix + partition.topic() + " " + partition.partition(),
        known ? number(partition.position()) : NOT_KNOWN,
        number(partition.end()),
        known ? number(Math.max(0, partition.end() - partition.position())) : NOT_KNOWN);
  }

  private static void serving(List<String> out, ServingStatus status) {
    out.add("");
    out.add(
        "replica     %s; changes applied %s, unreadable %s"
            .formatted(status.replica(), number(status.applied()), number(status.malformed())));
    if (!status.calls().isEmpty()) {
      List<String> codes = new ArrayList<>();
      for (Map.Entry<String, Long> code : status.calls().entrySet()) {
        codes.add(code.getKey() + " " + number(code.getValue()));
      }
      out.add("calls       " + String.join(", ", codes));
    }
  }

  private static void section(List<String> out, List<List<String>> lines) {
    if (lines.size() > 1) {
      out.add("");
      out.addAll(Columns.right(lines));
    }
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private static String decimal(double number) {
    return String.format(Locale.ROOT, "%,.1f", number);
  }
}
