package dev.kith.bench.ingest;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kith.bench.data.PowerLawShop;
import dev.kith.bench.data.RowSink;
import dev.kith.bench.report.Report;
import dev.kith.bench.rig.Drain;
import dev.kith.bench.rig.Rig;
import dev.kith.bench.rig.Stages;
import dev.kith.local.shop.ShopTables;
import dev.kith.local.source.CdcPublisher;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Records that can't be taken, among those that can: what they cost, and whether that is all by
 * which they hold up the others.
 *
 * @param progress told what is being done, a line at a time
 */
record Flood(PowerLawShop shop, Report report, Consumer<String> progress) {

  void measure() throws Exception {
    report.heading("Half of all records bad");
    Drain.columns(report);
    warmUp();
    Drain good = stage("good records alone", true, false);
    Drain bad = stage("as many bad ones alone", false, true);
    Drain both = stage("both, one after the other", true, true);
    double alone = good.seconds() / good.count();
    double apart = alone + bad.seconds() / bad.count();
    double together = 2 * both.seconds() / both.count();
    report.paragraph(
        String.format(
            Locale.ROOT,
            "A good record takes %.1f µs, a bad one %.1f µs; one of each, in one stream, %.1f µs:"
                + " %.2f times what they take apart. From the CDC topics to `kith.graph-changes`"
                + " and `kith.dead-letters`; a bad record is 300 bytes that are no Avro.",
            1e6 * alone,
            1e6 * (apart - alone),
            1e6 * together,
            together / apart));
  }

  /** The first to run would pay for the compiler. */
  private void warmUp() throws Exception {
    progress.accept("Warming up");
    try (Rig rig = Rig.start()) {
      publish(rig, true, true);
      var _ = Stages.ingest(rig, 2L * shop.size());
    }
  }

  private Drain stage(String name, boolean good, boolean bad) throws Exception {
    progress.accept("Dead letters: " + name);
    try (Rig rig = Rig.start()) {
      publish(rig, good, bad);
      long records = shop.size() * (good && bad ? 2L : 1L);
      Drain drain = Stages.ingest(rig, records);
      long letters = rig.deadLetters();
      long changes = rig.changes();
      if (letters != (bad ? shop.size() : 0) || (good && changes < shop.size())) {
        throw new IllegalStateException(
            "of %d records came %d changes and %d dead letters"
                .formatted(records, changes, letters));
      }
      drain.row(report, name);
      return drain;
    }
  }

  /** Rows, each followed by a bad record on the same topic. */
  private void publish(Rig rig, boolean good, boolean bad) {
    byte[] garbage = "not Avro, ".repeat(30).getBytes(UTF_8);
    try (CdcPublisher rows =
            new CdcPublisher(
                ShopTables.ALL, rig.bootstrapServers(), rig.registryUrl(), InstantSource.system());
        KafkaProducer<byte[], byte[]> others =
            new KafkaProducer<>(
                Map.of("bootstrap.servers", rig.bootstrapServers(), "linger.ms", 5),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
      shop.generate(
          Instant.now(),
          new RowSink(
              change -> {
                if (good) {
                  rows.publish(change);
                }
                if (bad) {
                  byte[] key = change.row().toString().getBytes(UTF_8);
                  var _ =
                      others.send(new ProducerRecord<>(change.row().table().topic(), key, garbage));
                }
              }));
      rows.flush();
      others.flush();
    }
  }
}
