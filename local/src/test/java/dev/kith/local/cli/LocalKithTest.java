package dev.kith.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import dev.kith.graph.config.ConfigException;
import dev.kith.graph.config.ConfigFile;
import dev.kith.local.Await;
import dev.kith.local.LocalKith;
import dev.kith.local.embedded.DataDirectory;
import dev.kith.local.shop.ShopProfile;
import dev.kith.local.shop.ShopSimulator;
import dev.kith.local.shop.ShopTables;
import dev.kith.local.source.CdcPublisher;
import dev.kith.local.source.RowChange;
import dev.kith.local.source.TableRow;
import dev.kith.proto.v1.GetGraphFeaturesRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("All of Kith in one process")
class LocalKithTest {
  private static final LocalKith.Ports FREE = new LocalKith.Ports(0, 0, 0, 0);

  @TempDir Path folder;

  @Test
  @Timeout(300)
  @DisplayName("makes a shop's rows features, changes them with it, and keeps them between starts")
  void wholeWay() throws Exception {
    ShopProfile profile = new ShopProfile(1, ShopProfile.MIN_USERS);
    String member = profile.ring().getFirst();
    long before;
    try (DataDirectory directory = DataDirectory.open(Optional.of(folder));
        LocalKith kith = LocalKith.start(Map.of(), FREE, directory, Optional.empty());
        CdcPublisher publisher =
            new CdcPublisher(
                ShopTables.ALL, kith.kafka(), kith.registry(), InstantSource.system())) {
      ShopSimulator.open(profile, InstantSource.system(), publisher::publish);
      publisher.flush();
      kith.awaitCaughtUp(left -> {});
      before = feature(kith, member, "friend_count");
      assertThat(before).isGreaterThanOrEqualTo(profile.ring().size() - 1);

      publisher.publish(RowChange.create(TableRow.of(ShopTables.USERS, "new", 33, null, null)));
      publisher.publish(
          RowChange.create(
              TableRow.of(
                  ShopTables.FRIENDSHIPS,
                  "new",
                  member,
                  Instant.now().truncatedTo(ChronoUnit.MICROS))));
      publisher.flush();
      kith.awaitCaughtUp(left -> {});
      assertThat(feature(kith, member, "friend_count")).isEqualTo(before + 1);
      assertThat(feature(kith, "new", "friend_count")).isEqualTo(1);

      KithCommandTest.Outcome got =
          KithCommandTest.run(
              "get",
              "new",
              "--address",
              kith.grpc(),
              "--feature",
              "friend_count",
              "--timeout",
              "30",
              "--max-staleness",
              "20",
              "--must-include",
              ShopTables.USERS.topic() + ":0@0",
              "--must-include-until",
              Instant.now().toString());
      assertThat(got.code()).isZero();
      assertThat(got.out().lines().skip(1))
          .containsExactly("", "feature       value  status", "friend_count      1");
      assertThat(got.out().lines().findFirst().orElseThrow())
          .matches("new, from REPLICA, as of 20.*Z \\([0-9.]+ s ago\\)");
      KithCommandTest.Outcome why =
          KithCommandTest.run("explain", "new", "avg_friend_age", "--address", kith.grpc());
      assertThat(why.code()).isZero();
      assertThat(why.out().lines().skip(1))
          .satisfiesExactly(
              line -> assertThat(line).isEqualTo("Mean age of the friends whose age is known."),
              line -> assertThat(line).isEmpty(),
              line -> assertThat(line).isEqualTo("user new (age 33)"),
              line ->
                  assertThat(line)
                      .matches("└─ user " + member + " \\(age ([0-9]+), .*, friends 20.*Z → \\1"));
      KithCommandTest.Outcome unknown =
          KithCommandTest.run("explain", "no-1", "friend_count", "--address", kith.grpc());
      assertThat(unknown.code()).isEqualTo(3);
      assertThat(unknown.err()).isEqualTo("kith: NOT_FOUND: no user 'no-1'\n");
      KithCommandTest.Outcome never =
          KithCommandTest.run(
              "get",
              "new",
              "--address",
              kith.grpc(),
              "--timeout",
              "5",
              "--must-include",
              ShopTables.USERS.topic() + ":0@999999");
      assertThat(never.code()).isEqualTo(6);
      assertThat(never.err()).startsWith("kith: FAILED_PRECONDITION: a fresher answer could not");
      KithCommandTest.Outcome then =
          KithCommandTest.run(
              "get",
              "new",
              "--address",
              kith.grpc(),
              "--feature",
              "friend_count",
              "--what-if",
              "friends new somebody",
              "--what-if",
              "friends new somebody-else");
      assertThat(then.out().lines()).last(STRING).isEqualTo("friend_count      3");
      assertPlan(kith);
      assertStatus(kith);
      assertDeadLetters(kith);
      KithCommandTest.Outcome nobody = KithCommandTest.run("get", "no-1", "--address", kith.grpc());
      assertThat(nobody.code()).isEqualTo(3);
      assertThat(nobody.err()).isEqualTo("kith: NOT_FOUND: no user 'no-1'\n");
    }
    try (DataDirectory directory = DataDirectory.open(Optional.of(folder));
        LocalKith kith = LocalKith.start(Map.of(), FREE, directory, Optional.empty())) {
      kith.awaitCaughtUp(left -> {});
      assertThat(feature(kith, member, "friend_count")).isEqualTo(before + 1);
    }
  }

  private static void assertDeadLetters(LocalKith kith) throws Exception {
    assertThat(KithCommandTest.run("dead-letters", "list", "--kafka", kith.kafka()).out())
        .isEqualTo("No dead letters\n");
    String topic = ShopTables.USERS.topic();
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kith.kafka()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      var _ =
          producer
              .send(new ProducerRecord<>(topic, 0, new byte[] {1}, "garbage".getBytes(UTF_8)))
              .get();
    }
    kith.awaitCaughtUp(left -> {});
    KithCommandTest.Outcome list =
        KithCommandTest.run("dead-letters", "list", "--kafka", kith.kafka());
    assertThat(list.code()).isZero();
    assertThat(list.out().lines())
        .startsWith("      1  " + topic + "  UNREADABLE_KEY", "")
        .last(STRING)
        .matches("[0-3]@0 .*  " + topic + " 0@[0-9]+  UNREADABLE_KEY: .*");
    String newest = list.out().lines().toList().getLast();
    String letter = newest.substring(0, newest.indexOf(' '));
    KithCommandTest.Outcome show =
        KithCommandTest.run(
            "dead-letters", "show", letter, "--kafka", kith.kafka(), "--registry", kith.registry());
    assertThat(show.code()).isZero();
    assertThat(show.out().lines())
        .anyMatch(line -> line.startsWith("reason   UNREADABLE_KEY: the key can't be read"))
        .anyMatch(line -> line.startsWith("value, 7 bytes, can't be read: "))
        .contains("00000000  67 61 72 62 61 67 65                             garbage");
    KithCommandTest.Outcome none =
        KithCommandTest.run("dead-letters", "show", "3@77", "--kafka", kith.kafka());
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.err()).isEqualTo("kith: there is no dead letter 3@77\n");

    String[] replay = {"dead-letters", "replay", "--all", "--kafka", kith.kafka()};
    assertThat(KithCommandTest.run("dead-letters", "replay", "--kafka", kith.kafka()).code())
        .isEqualTo(2);
    assertThat(KithCommandTest.run(with(replay, "--dry-run")).out())
        .isEqualTo("1 would be sent to kith.replays\n");
    assertThat(KithCommandTest.run(replay).out()).startsWith("1 sent to kith.replays\n");
    kith.awaitCaughtUp(left -> {});
    assertThat(KithCommandTest.run("dead-letters", "list", "--kafka", kith.kafka()).out())
        .contains("UNREADABLE_KEY, replayed 1 time: ");
    assertThat(KithCommandTest.run(with(replay, letter)).out())
        .startsWith("1 left out: replayed before")
        .contains("0 sent to kith.replays");
  }

  private static String[] with(String[] words, String more) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = more;
    return all;
  }

  /** Both parts are at one address. */
  private void assertPlan(LocalKith kith) throws IOException {
    String shipped = ConfigFile.read("", "schemas/features.yaml").text();
    Path features = Files.writeString(folder.resolve("next.yaml"), shipped);
    KithCommandTest.Outcome same = plan(kith, features, "--strict");
    assertThat(same.err()).isEmpty();
    assertThat(same.code()).isZero();
    assertThat(same.out().lines())
        .hasSize(2)
        .anyMatch(line -> line.matches("Measured on \\d+ users, from REPLICA, in elements touched"))
        .anyMatch(line -> line.matches("0 added, 0 changed, 0 removed, \\d+ unchanged"));

    Files.writeString(features, shipped.replace("  friends: 500\n", ""));
    KithCommandTest.Outcome unbounded = plan(kith, features, "--strict");
    assertThat(unbounded.code()).as("there are warnings").isOne();
    assertThat(unbounded.out().lines())
        .anyMatch(line -> line.matches("~ friend_count +limit of friends: 500 → none"))
        .anyMatch(line -> line.startsWith("Warning: friend_count: unbounded: 'friends' has no"));
    assertThat(plan(kith, features).code()).isZero();

    Files.writeString(features, shipped.replace("path: friends\n", "path: freinds\n"));
    KithCommandTest.Outcome bad = plan(kith, features, "--json");
    assertThat(bad.code()).isOne();
    assertThat(bad.err().lines())
        .hasSize(4)
        .allMatch(line -> line.startsWith("kith: " + features + ":"))
        .allMatch(
            line -> line.endsWith("there is no edge type 'freinds'. Did you mean 'friends'?"));
  }

  private static KithCommandTest.Outcome plan(LocalKith kith, Path features, String... more) {
    return KithCommandTest.run(
        Stream.concat(
                Stream.of(
                    "features",
                    "plan",
                    features.toString(),
                    "--address",
                    kith.grpc(),
                    "--users",
                    "50"),
                Stream.of(more))
            .toArray(String[]::new));
  }

  private static void assertStatus(LocalKith kith) throws Exception {
    String none = "0 +0\\.0 +.* old +[0-9.]+ s ago +[0-9.,]+";
    Await.until(
        "it is known that nothing is missing",
        () -> {
          String out = KithCommandTest.run("status", "--ingest", kith.admin()).out();
          return out.lines().anyMatch(line -> line.matches("to kith.graph-changes +" + none));
        });
    KithCommandTest.Outcome status =
        KithCommandTest.run("status", "--ingest", kith.admin(), "--serving", "localhost:1");
    assertThat(status.code()).isZero();
    assertThat(status.err()).isEmpty();
    assertThat(status.out().lines())
        .startsWith(
            "ingest   " + kith.admin() + "  RUNNING",
            "serving  " + kith.admin() + "  RUNNING  answers from REPLICA")
        .anyMatch(line -> line.matches("to kith.graph-changes +" + none))
        .anyMatch(line -> line.matches("to the replica +" + none))
        .anyMatch(line -> line.matches("shop.public.users 0 +[0-9,]+ +[0-9,]+ +0"))
        .anyMatch(line -> line.startsWith("replica     is ready; changes applied "))
        .anyMatch(line -> line.matches("calls       .*OK [0-9]+.*"));
  }

  @Test
  @DisplayName("says which port is in use, and runs nothing")
  void portInUse() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        DataDirectory directory = DataDirectory.open(Optional.empty())) {
      LocalKith.Ports ports = new LocalKith.Ports(taken.getLocalPort(), 0, 0, 0);
      assertThatThrownBy(() -> LocalKith.start(Map.of(), ports, directory, Optional.empty()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("gRPC: port " + taken.getLocalPort() + " is in use")
          .hasMessageContaining("--port");
    }
  }

  @Test
  @DisplayName("lets no second process into its folder")
  void folderInUse() {
    try (DataDirectory first = DataDirectory.open(Optional.of(folder))) {
      assertThatThrownBy(() -> DataDirectory.open(Optional.of(folder)))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("another Kith is using it");
      assertThat(first.of("kafka")).isEqualTo(folder.resolve("kafka"));
    }
    DataDirectory.open(Optional.of(folder)).close();
  }

  private static long feature(LocalKith kith, String user, String name) {
    try (FeatureClient client = new FeatureClient(kith.grpc())) {
      GetGraphFeaturesRequest request =
          GetGraphFeaturesRequest.newBuilder().setUserId(user).addFeatureNames(name).build();
      return (long)
          client
              .get(request, Duration.ofSeconds(30))
              .getFeatures()
              .getFieldsOrThrow(name)
              .getNumberValue();
    }
  }
}
