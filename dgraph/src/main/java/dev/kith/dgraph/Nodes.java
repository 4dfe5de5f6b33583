package dev.kith.dgraph;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.kith.dgraph.DgraphException.Kind;
import dev.kith.dgraph.DgraphWriter.Creations;
import io.dgraph.DgraphProto.Mutation;
import io.dgraph.DgraphProto.Response;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The uids of nodes: those that are known, and new ones.
 *
 * <p>New nodes are made apart from the batches that name them, each with nothing but its key, in a
 * short transaction, and one such at a time for all partitions. So batches only touch nodes that
 * are there, and are not aborted because another one makes the same node: an edge and its ends'
 * rows lie in different partitions, so without this most batches with new nodes are. A node that
 * has only its key is invisible, as an end that has no row is, so nothing is lost if the batch
 * never comes.
 *
 * <p>A node keeps its key, and so its uid, for good, unless the Dgraph is emptied, set back or
 * mended. Thread-safe.
 */
final class Nodes {
  /** About 200 bytes each. */
  private static final long MAX_KNOWN = 500_000;

  private static final int MOST_AT_ONCE = 200;
  private static final int ATTEMPTS = 8;
  private static final long LONGEST_WAIT_NANOS = 20_000_000;

  private final Dgraph dgraph;
  private final LongAdder committed = new LongAdder();
  private final LongAdder aborted = new LongAdder();
  private final ReentrantLock making = new ReentrantLock();
  private volatile Cache<NodeKey, String> known = newCache();

  Nodes(Dgraph dgraph) {
    this.dgraph = dgraph;
  }

  /** What is known now, and can be added to. What is added after {@link #forget} is forgotten. */
  Cache<NodeKey, String> known() {
    return known;
  }

  /** The transactions that made nodes, so far. */
  Creations creations() {
    return new Creations(committed.sum(), aborted.sum());
  }

  /** Forgets everything that is known. */
  void forget() {
    known = newCache();
  }

  /**
   * Makes nodes that were not found, unless somebody else made them since.
   *
   * @return the uids of all of them
   * @throws DgraphException of kind ABORTED if other processes make the same ones time and again
   */
  Map<NodeKey, String> make(Collection<NodeKey> missing, Deadline deadline) throws DgraphException {
    if (missing.isEmpty()) {
      return Map.of();
    }
    making.lock();
    try {
      Cache<NodeKey, String> cache = known;
      Map<NodeKey, String> uids = new HashMap<>(cache.getAllPresent(missing));
      List<NodeKey> wanted = new ArrayList<>(missing);
      wanted.removeAll(uids.keySet());
      int conflicts = 0;
      while (!wanted.isEmpty()) {
        try {
          List<NodeKey> some = wanted.subList(0, Math.min(wanted.size(), MOST_AT_ONCE));
          uids.putAll(upsert(some, deadline));
          some.clear();
        } catch (DgraphException e) {
          if (e.kind() != Kind.ABORTED || ++conflicts == ATTEMPTS) {
            throw e;
          }
          aborted.increment(); // another process made one of them at the same moment
          LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_WAIT_NANOS));
        }
      }
      cache.putAll(uids);
      return uids;
    } finally {
      making.unlock();
    }
  }

  /** One upsert: of each node the uid, or, if there is none with that key, a new one. */
  private Map<NodeKey, String> upsert(List<NodeKey> wanted, Deadline deadline)
      throws DgraphException {
    Dql dql = new Dql();
    List<Mutation> mutations = new ArrayList<>();
    for (int i = 0; i < wanted.size(); i++) {
      NodeKey node = wanted.get(i);
      dql.add(
          "  n%d(func: eq(%s, %s)) { v%d as uid }\n"
              .formatted(i, node.predicate(), dql.variable(node.key()), i));
      Quads quads = new Quads();
      quads.setText("_:n" + i, node.predicate(), node.key());
      mutations.add(
          Mutation.newBuilder()
              .addAllSet(quads.set())
              .setCond("@if(eq(len(v%d), 0))".formatted(i))
              .build());
    }
    Response response = dgraph.begin(deadline).upsert(dql, mutations);
    Map<NodeKey, String> uids = new HashMap<>();
    response.getUidsMap().forEach((blank, uid) -> uids.put(node(wanted, blank), uid));
    if (!uids.isEmpty()) {
      committed.increment();
    }
    JsonReader.read(
        response.getJson(),
        (name, nodes) -> nodes.array(node -> uids.put(node(wanted, name), Found.uid(node))));
    return uids;
  }

  /** The one that a block or a blank node is named after. */
  private static NodeKey node(List<NodeKey> wanted, String name) {
    return wanted.get(Integer.parseInt(name, 1, name.length(), 10));
  }

  private static Cache<NodeKey, String> newCache() {
    return Caffeine.newBuilder().maximumSize(MAX_KNOWN).build();
  }
}
