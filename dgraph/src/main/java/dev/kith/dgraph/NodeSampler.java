package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntToLongFunction;
import java.util.random.RandomGenerator;

/**
 * Draws nodes from Dgraph at random: a few that follow each of several points that are spread over
 * the uids. Each query reads a bounded number of nodes, however many there are. Not thread-safe.
 */
final class NodeSampler {

  /** Asks Dgraph. */
  interface Query {
    ByteString answer(Dql dql) throws DgraphException;
  }

  /** No uid has more bits. */
  private static final int UID_BITS = 63;

  /** Into so many parts the uids above the greatest power of two are divided to find their end. */
  private static final int PARTS = 64;

  private static final int AT_A_POINT = 4;

  /** So many points are tried for each that is needed: several may lead to the same nodes. */
  private static final int TRIES = 3;

  private final NodeType type;
  private final Query query;
  private final RandomGenerator random;

  NodeSampler(NodeType type, Query query, RandomGenerator random) {
    this.type = type;
    this.query = query;
    this.random = random;
  }

  /** Keys of nodes, stubs among them, each once; fewer if there are not so many. */
  List<String> keys(int size) throws DgraphException {
    long begin = begin();
    long end = end();
    Dql dql = new Dql();
    int points = TRIES * (size / AT_A_POINT + 1);
    for (int point = 0; point < points; point++) {
      after(dql, point, random.nextLong(begin, end), AT_A_POINT);
    }
    Set<String> keys = new LinkedHashSet<>();
    ask(dql, (block, node) -> keys.add(key(node)));
    if (keys.size() < size) { // most points lie beside the few that there are
      Dql all = new Dql();
      after(all, 0, begin, size);
      ask(all, (block, node) -> keys.add(key(node)));
    }
    List<String> drawn = new ArrayList<>(keys);
    Collections.shuffle(drawn, Random.from(random));
    return List.copyOf(drawn.subList(0, Math.min(size, drawn.size())));
  }

  /** The uid before the least of the type; 0 if there is none. */
  private long begin() throws DgraphException {
    Dql dql = new Dql();
    dql.add("  b0(%s) { uid }\n".formatted(GraphQuery.page(type.key(), 1, "0x0")));
    long[] begin = {0};
    ask(dql, (block, node) -> begin[0] = Long.decode(Found.uid(node)) - 1);
    return begin[0];
  }

  /** A uid that is above every one of the type, and not far above the greatest. */
  private long end() throws DgraphException {
    int bit = greatestAnswered(UID_BITS, b -> 1L << b);
    long power = 1L << bit;
    long part = Math.max(1, power / PARTS);
    int parts = greatestAnswered(PARTS, p -> power + p * part);
    return power + (parts + 1) * part;
  }

  /** Asks for a node after each of several uids that grow, and tells the last that has one. */
  private int greatestAnswered(int count, IntToLongFunction uid) throws DgraphException {
    Dql dql = new Dql();
    for (int i = 0; i < count; i++) {
      after(dql, i, uid.applyAsLong(i), 1);
    }
    int[] greatest = {0};
    ask(dql, (block, node) -> greatest[0] = Math.max(greatest[0], block));
    return greatest[0];
  }

  private void after(Dql dql, int block, long uid, int size) {
    String page = GraphQuery.page(type.key(), size, "0x" + Long.toHexString(uid));
    dql.add("  b%d(%s) { k: %s }\n".formatted(block, page, type.key()));
  }

  /** What is done with a node that a block found. */
  private interface Node {
    void read(int block, JsonReader node) throws IOException;
  }

  private void ask(Dql dql, Node nodes) throws DgraphException {
    JsonReader.read(
        query.answer(dql),
        (name, found) -> {
          int block = Integer.parseInt(name, 1, name.length(), 10);
          found.array(node -> nodes.read(block, node));
        });
  }

  private static String key(JsonReader node) throws IOException {
    String[] key = {""};
    node.object((name, value) -> key[0] = value.text());
    return key[0];
  }
}
