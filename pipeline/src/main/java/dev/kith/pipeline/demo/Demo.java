package dev.kith.pipeline.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.kith.graph.change.Topics;
import dev.kith.graph.change.WatermarkCodec;
import dev.kith.local.Opened;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.pipeline.Pipeline;
import dev.kith.pipeline.SampleShop;
import dev.kith.pipeline.TopicTail;
import dev.kith.pipeline.part.PartException;
import dev.kith.pipeline.part.Parts;
import dev.kith.proto.v1.Source;
import dev.kith.tools.dgraph.DgraphServerException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code ./kith demo}. */
@Command(
    name = "kith demo",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "Start a real pipeline, all of it on loopback: PostgreSQL, Debezium on Kafka Connect, a"
          + " schema registry, Kafka, Dgraph, and Kith. Commit a few transactions, and show what"
          + " each does at every stage as it happens.",
      "",
      "The first start downloads PostgreSQL, Debezium and the registry (250 MB), and builds Dgraph"
          + " if there is no Docker."
    })
public final class Demo implements Callable<Integer> {
  /** Of Debezium: {@code topic.prefix} and the tables of {@code examples/shop}. */
  private static final List<String> CDC_TOPICS =
      List.of("shop.public.users", "shop.public.friendships", "shop.public.purchases");

  /** Confluent's wire format: a zero byte and the schema's number. */
  private static final int WIRE_HEAD = 5;

  @Option(
      names = "--stay",
      description = "Leave everything open at the end, to try more with psql, until Ctrl-C.")
  private boolean stay;

  public static void main(String[] args) {
    if (System.getenv("LOG_LEVEL") == null) {
      System.setProperty("LOG_LEVEL", "ERROR");
      // They warn of what they try again, while all starts at once.
      for (String name : List.of("kafka", "org.apache.kafka")) {
        ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
      }
    }
    System.exit(
        new CommandLine(new Demo())
            .setExecutionExceptionHandler(
                (e, line, parsed) -> {
                  if (e instanceof PartException || e instanceof DgraphServerException) {
                    line.getErr().println("kith demo: " + e.getMessage());
                    return ExitCode.SOFTWARE;
                  }
                  throw e;
                })
            .execute(args));
  }

  @Override
  public Integer call() throws Exception {
    Path home = Path.of(System.getProperty("kith.home", "."));
    PrintStream out = System.out;
    try (DataDirectory folder = DataDirectory.open(Optional.empty());
        Pipeline pipeline =
            Pipeline.start(
                Parts.in(home),
                folder.of("pipeline"),
                Set.of(Source.REPLICA, Source.DGRAPH),
                new SampleShop(home)::fill,
                Demo::say)) {
      say("Waiting until what was there before has arrived");
      pipeline.awaitArrived();
      play(pipeline, new Narrator(out));
      if (stay) {
        out.printf("%nTry more: %s%n", pipeline.psql());
        out.printf(
            "and:      ./kith get %s --address %s%n", Scene.USER, pipeline.grpc(Source.REPLICA));
        out.flush();
        new CountDownLatch(1).await();
      }
    }
    return ExitCode.OK;
  }

  private static void say(String line) {
    System.err.println(line);
  }

  private static void play(Pipeline pipeline, Narrator narrator) throws Exception {
    try (Opened opened = new Opened()) {
      for (String topic : CDC_TOPICS) {
        opened.add(
            TopicTail.start(
                pipeline.kafka(),
                topic,
                (record, at) -> narrator.tell(at, topic, cdcKey(record) + about(record))));
      }
      opened.add(
          TopicTail.start(
              pipeline.kafka(),
              Topics.GRAPH_CHANGES,
              (record, at) -> {
                if (!WatermarkCodec.isKey(record.key())) {
                  narrator.tell(
                      at, Topics.GRAPH_CHANGES, new String(record.key(), UTF_8) + about(record));
                }
              }));
      List<FeatureWatch> watches =
          List.of(
              opened.add(watch("from the replica", pipeline.grpc(Source.REPLICA), narrator)),
              opened.add(watch("from Dgraph", pipeline.grpc(Source.DGRAPH), narrator)));
      for (Scene scene : Scene.ALL) {
        for (FeatureWatch watch : watches) {
          watch.awaitAsked();
        }
        narrator.begin(scene);
        commit(pipeline, scene, narrator);
        pipeline.awaitArrived();
        for (FeatureWatch watch : watches) {
          watch.awaitAsked();
        }
      }
    }
  }

  /** The values of an Avro key of strings. */
  private static String cdcKey(ConsumerRecord<byte[], byte[]> record) {
    ByteBuffer bytes = ByteBuffer.wrap(record.key(), WIRE_HEAD, record.key().length - WIRE_HEAD);
    List<String> parts = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] part = new byte[bytes.get() >> 1]; // keys of the shop are short: one byte of zigzag
      bytes.get(part);
      parts.add(new String(part, UTF_8));
    }
    return String.join("/", parts);
  }

  private static String about(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? "  (gone)" : "  (%d bytes)".formatted(record.value().length);
  }

  private static FeatureWatch watch(String name, String address, Narrator narrator) {
    return FeatureWatch.start(name, address, Scene.USER, narrator);
  }

  private static void commit(Pipeline pipeline, Scene scene, Narrator narrator)
      throws SQLException {
    try (Connection database = pipeline.connect();
        Statement statement = database.createStatement()) {
      database.setAutoCommit(false);
      for (String sql : scene.statements()) {
        statement.execute(sql);
      }
      narrator.commit();
      database.commit();
      narrator.tell(System.nanoTime(), "PostgreSQL", "committed");
    }
  }
}
