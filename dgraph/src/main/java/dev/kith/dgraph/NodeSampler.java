package dev.kith.dgraph;

import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Draws nodes from Dgraph at random: a few that follow each of several points that are spread over
 * the uids. Each query reads a bounded number of nodes, however many there are. Not thread-safe.
 */
final class NodeSampler {

  /** Asks Dgraph. */
  interface Query {
    com.google.protobuf.ByteString answer(Dql dql) throws DgraphException;
  }

  private static final int UID_BITS = 63;
  private static final int AT_A_POINT = 4;

  /** So many points are tried for each that is needed: several may lead to the same nodes. */
  private static final int TRIES = 2;

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
    long end = end();
    Dql dql = new Dql();
    int points = TRIES * (size / AT_A_POINT + 1);
    for (int point = 0; point < points; point++) {
      after(dql, point, random.nextLong(end), AT_A_POINT);
    }
    Set<String> keys = new LinkedHashSet<>();
    JsonReader.read(query.answer(dql), (block, nodes) -> nodes.array(node -> keys.add(key(node))));
    List<String> drawn = new ArrayList<>(keys);
    Collections.shuffle(drawn, Random.from(random));
    return List.copyOf(drawn.subList(0, Math.min(size, drawn.size())));
  }

  /** A power of two that is above every uid of the type, and at most twice the greatest. */
  private long end() throws DgraphException {
    Dql dql = new Dql();
    for (int bit = 0; bit < UID_BITS; bit++) {
      after(dql, bit, 1L << bit, 1);
    }
    int[] greatest = {0};
    JsonReader.read(
        query.answer(dql),
        (block, nodes) ->
            nodes.array(
                node ->
                    greatest[0] =
                        Math.max(greatest[0], Integer.parseInt(block, 1, block.length(), 10))));
    return 1L << Math.min(UID_BITS - 1, greatest[0] + 1);
  }

  private void after(Dql dql, int block, long uid, int size) {
    String page = GraphQuery.page(type.key(), size, "0x" + Long.toHexString(uid));
    dql.add("  b%d(%s) { k: %s }\n".formatted(block, page, type.key()));
  }

  private static String key(JsonReader node) throws IOException {
    String[] key = {""};
    node.object((name, value) -> key[0] = value.text());
    return key[0];
  }
}
