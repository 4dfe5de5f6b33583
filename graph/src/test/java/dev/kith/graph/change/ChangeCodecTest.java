package dev.kith.graph.change;

import static dev.kith.graph.ContractGraph.SCHEMA;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kith.graph.Row;
import dev.kith.graph.Seeds;
import dev.kith.graph.memory.RandomChanges;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.GraphYaml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A record of kith.graph-changes")
class ChangeCodecTest {
  private static final String AVRO = "/schemas/avro/graph_change.avsc";

  /** Knows less than those who write, and one attribute by another type. */
  private static final GraphSchema OTHER =
      GraphYaml.parse(
          "other.yaml",
          """
          nodes:
            person: {key: person_id, attributes: {words: string, missing: int, whole: double}}
          edges:
            knows: {between: person, attributes: {flag: bool}}
            paid: {from: person, to: person}
          sources:
            - {topic: persons, element: person, key: id}
            - {topic: acquaintances, element: knows, ends: [a, b]}
            - {topic: payments, element: paid, ends: [a, b]}
          """);

  private static final List<String> KEYS =
      List.of("a", "%", "/", "%2F", "%25", "a/b%", "ü", "日本", "\uD83D\uDE00", "~", "x".repeat(512));

  private static final List<String> TEXTS = List.of("", "plain", "ß", "日本", "\uD83D\uDE00");

  private final SingleObject avro = new SingleObject(AVRO);
  private final ChangeCodec codec = new ChangeCodec(SCHEMA);

  @Test
  @DisplayName("is read as it was written, straight from its bytes")
  void roundTrip() {
    Seeds.each(
        20,
        seed -> {
          Random random = new Random(seed);
          DirectReader direct = new DirectReader(SCHEMA);
          GenericReader generic = new GenericReader(SCHEMA);
          for (int i = 0; i < 500; i++) {
            GraphChange change = change(random);
            byte[] key = codec.key(change.element());
            assertThat(direct.read(key, codec.value(change))).contains(change);
            assertThat(direct.read(key, byAvro(change))).contains(change);
            assertThat(generic.read(key, codec.value(change))).contains(change);
          }
        });
  }

  @Test
  @DisplayName("however it is damaged is read as Avro's own reader reads it, or refused as there")
  void damaged() {
    Seeds.each(
        6,
        seed -> {
          Random random = new Random(seed);
          for (GraphSchema schema : List.of(SCHEMA, OTHER)) {
            ChangeCodec both = new ChangeCodec(schema);
            GenericReader generic = new GenericReader(schema);
            for (int i = 0; i < 2_000; i++) {
              GraphChange change = change(random);
              byte[] key = maybeDamaged(codec.key(change.element()), random);
              byte[] value = codec.value(change);
              byte[] read = value == null ? null : maybeDamaged(value, random);
              assertThat(outcome(() -> both.decode(key, read)))
                  .as("key %s value %s", Arrays.toString(key), Arrays.toString(read))
                  .isEqualTo(outcome(() -> generic.read(key, read)));
            }
          }
        });
  }

  @Test
  @DisplayName("is read straight from its bytes as long as its schema is the one that is shipped")
  void fingerprint() throws IOException {
    try (InputStream in = ChangeCodec.class.getResourceAsStream(AVRO)) {
      Schema shipped = new Schema.Parser().parse(in);
      assertThat(ChangeFormat.FINGERPRINT)
          .isEqualTo(SchemaNormalization.parsingFingerprint64(shipped));
    }
  }

  @Test
  @DisplayName("written in another way, though by Avro's rules, is read too")
  void otherWriters() throws MalformedChangeException {
    Changes changes = new Changes(SCHEMA);
    byte[] key = codec.key(changes.node("person", "p", "whole", 3L).element());
    byte[] header = ChangeFormat.header();
    byte[] blocks = { // no ends; a block with its size in bytes, whole: 3; a long zero at the end
      0, 0, 1, 16, 10, 'w', 'h', 'o', 'l', 'e', 0, 6, (byte) 0x80, 0
    };
    byte[] value = Arrays.copyOf(header, header.length + blocks.length);
    System.arraycopy(blocks, 0, value, header.length, blocks.length);
    assertThat(codec.decode(key, value)).contains(changes.node("person", "p", "whole", 3L));
  }

  @Test
  @DisplayName("that claims to go on for longer than any record is malformed")
  void hugeLengths() {
    byte[] key = codec.key(new Changes(SCHEMA).edge("paid", "k", "a", "b").element());
    byte[] header = ChangeFormat.header();
    for (long length : List.of(1L << 20, Integer.MAX_VALUE - 20L, 1L << 40, Long.MAX_VALUE)) {
      for (String what : List.of("end", "attributes", "name")) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(header);
        if (what.equals("end")) {
          out.write(2);
        } else {
          out.writeBytes(new byte[] {2, 2, 'a', 2, 2, 'b'});
          out.writeBytes(what.equals("name") ? new byte[] {2} : new byte[0]);
        }
        for (long rest = length << 1; rest != 0; rest >>>= 7) {
          out.write((int) (rest & 0x7F) | (rest > 0x7F ? 0x80 : 0));
        }
        assertThatThrownBy(() -> codec.decode(key, out.toByteArray()))
            .as("%s of %d", what, length)
            .isInstanceOf(MalformedChangeException.class);
      }
    }
  }

  @Test
  @DisplayName("without a key is malformed")
  void noKey() {
    assertThatThrownBy(() -> codec.decode(null, new byte[0]))
        .isInstanceOf(MalformedChangeException.class);
  }

  /** What a read gives. */
  private interface Read {
    Optional<GraphChange> get() throws MalformedChangeException, IOException;
  }

  private static Object outcome(Read read) {
    try {
      return read.get();
    } catch (MalformedChangeException
        | IOException
        | IllegalArgumentException
        | AvroRuntimeException
        | UnsupportedOperationException // Avro's, for sizes that no array has
        | OutOfMemoryError e) { // Avro's too: it believes in sizes that an array may have
      return "malformed";
    }
  }

  private GraphChange change(Random random) {
    GraphChange plain = new RandomChanges(new Changes(SCHEMA), random, 5).get();
    Row row =
        switch (plain) {
          case GraphChange.PutNode put -> put.row();
          case GraphChange.PutEdge put -> put.row();
          case GraphChange.PutPair put -> put.row();
          case GraphChange.Remove remove -> Row.builder(remove.element().type()).build();
        };
    Row odd = random.nextBoolean() ? row : oddRow(plain.element().type(), random);
    Element element =
        switch (plain.element()) {
          case Element.Node node -> new Element.Node(node.type(), key(random));
          case Element.KeyedEdge edge -> new Element.KeyedEdge(edge.type(), key(random));
          case Element.Pair pair -> new Element.Pair(pair.type(), key(random), key(random));
        };
    if (plain instanceof GraphChange.Remove) {
      return new GraphChange.Remove(element);
    }
    return switch (element) {
      case Element.Node node -> new GraphChange.PutNode(node, odd);
      case Element.KeyedEdge edge -> new GraphChange.PutEdge(edge, key(random), key(random), odd);
      case Element.Pair pair -> new GraphChange.PutPair(pair, odd);
    };
  }

  private static Row oddRow(ElementType type, Random random) {
    Row.Builder row = Row.builder(type);
    for (Attribute attribute : type.attributes()) {
      var _ =
          switch (attribute.type()) {
            case INT, TIMESTAMP -> row.set(attribute, random.nextLong() >> random.nextInt(64));
            case DOUBLE -> row.set(attribute, random.nextGaussian());
            case STRING -> row.set(attribute, TEXTS.get(random.nextInt(TEXTS.size())));
            case BOOL -> row.set(attribute, random.nextBoolean());
          };
    }
    return row.build();
  }

  private static String key(Random random) {
    return KEYS.get(random.nextInt(KEYS.size()));
  }

  /** What Avro's own writer writes; null for a removal. */
  private byte @Nullable [] byAvro(GraphChange change) {
    if (change instanceof GraphChange.Remove) {
      return null;
    }
    GenericRecord record = avro.newRecord();
    Map<String, Object> attributes = new HashMap<>();
    Row row =
        switch (change) {
          case GraphChange.PutNode put -> put.row();
          case GraphChange.PutPair put -> put.row();
          case GraphChange.PutEdge put -> {
            record.put("from", put.from());
            record.put("to", put.to());
            yield put.row();
          }
          case GraphChange.Remove remove -> throw new AssertionError(remove);
        };
    for (Attribute attribute : change.element().type().attributes()) {
      Object value = row.value(attribute);
      if (value != null) {
        attributes.put(attribute.name(), value);
      }
    }
    record.put("attributes", attributes);
    return avro.encode(record);
  }

  private static byte[] maybeDamaged(byte[] bytes, Random random) {
    byte[] out = bytes.clone();
    switch (random.nextInt(6)) {
      case 0 -> out[random.nextInt(out.length)] = (byte) random.nextInt();
      case 1 -> out[random.nextInt(out.length)] ^= (byte) (1 << random.nextInt(8));
      case 2 -> out = Arrays.copyOf(out, random.nextInt(out.length));
      case 3 -> out = Arrays.copyOf(out, out.length + 1 + random.nextInt(3));
      case 4 -> { // past the header of a value
        int at = Math.min(out.length - 1, 10 + random.nextInt(10));
        out[at] = (byte) random.nextInt(12);
      }
      default -> {}
    }
    return out;
  }
}
