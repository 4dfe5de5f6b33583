package dev.kith.dgraph;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import io.dgraph.DgraphProto.Operation;
import io.dgraph.DgraphProto.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Empties a Dgraph of a graph, and of nothing else, so that it can be filled anew.
 *
 * <p>Writers may be at work: in place of the positions there is a mark meanwhile, which they take
 * for an outage, and wait. The mark goes last, so an erasing that was broken off is known as one,
 * and can be done again. Then there are no positions, and writers begin with the first change.
 */
public final class GraphEraser {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);
  private static final int BATCH = 5_000;

  /** While transactions are pending Dgraph refuses to drop a predicate. */
  private static final int ATTEMPTS = 60;

  private static final Duration PAUSE = Duration.ofMillis(500);

  /** What a Dgraph holds of a graph. */
  public enum Contents {
    NOTHING,
    /** This topic's changes, all or some. */
    THIS_TOPIC,
    /** Another topic's, or a graph that nobody knows the topic of. */
    ANOTHER,
    /** An erasing was begun, and is not over. */
    HALF_ERASED
  }

  private final Dgraph dgraph;
  private final GraphSchema schema;
  private final String topicId;

  public GraphEraser(Dgraph dgraph, GraphSchema schema, String topicId) {
    this.dgraph = dgraph;
    this.schema = schema;
    this.topicId = topicId;
  }

  /** What is there now. */
  public Contents contents() throws DgraphException {
    Dql dql = new Dql();
    Positions.ask(dql);
    for (String key : keys()) {
      dql.add("  k%s(func: has(%s), first: 1) { uid }\n".formatted(key, key));
    }
    Positions positions = Positions.ofTopic(topicId);
    List<String> nodes = new ArrayList<>();
    Request request = Request.newBuilder().setQuery(dql.text()).setReadOnly(true).build();
    JsonReader.read(
        dgraph.query(request, Deadline.after(TIMEOUT)).getJson(),
        (name, value) -> {
          if (!positions.take(name, value)) {
            value.array(node -> nodes.add(Found.uid(node)));
          }
        });
    if (positions.isErasing()) {
      return Contents.HALF_ERASED;
    }
    if (positions.areOfTopic()) {
      return Contents.THIS_TOPIC;
    }
    return positions.areNone() && nodes.isEmpty() ? Contents.NOTHING : Contents.ANOTHER;
  }

  /** The predicates that are dropped, with all that they hold. */
  public List<String> predicates() {
    return DgraphSchema.of(schema).predicates().keySet().stream()
        .filter(name -> !DgraphSchema.isPosition(name))
        .toList();
  }

  /**
   * Empties it, and gives it the schema again.
   *
   * @param progress told how many nodes have lost their type so far, which takes the longest
   */
  public void erase(LongConsumer progress) throws DgraphException, InterruptedException {
    mark(true);
    eraseTypes(progress);
    for (String predicate : predicates()) {
      alter(
          Operation.newBuilder().setDropOp(Operation.DropOp.ATTR).setDropValue(predicate).build());
    }
    dgraph.applySchema(schema);
    mark(false);
  }

  /** Puts the mark in place of all positions, or nothing in place of the mark. */
  private void mark(boolean begin) throws DgraphException, InterruptedException {
    retry(
        () -> {
          Transaction transaction = dgraph.begin(Deadline.after(TIMEOUT));
          Dql dql = new Dql();
          Positions.ask(dql);
          Positions positions = Positions.ofTopic(topicId);
          JsonReader.read(transaction.query(dql), (name, value) -> positions.take(name, value));
          Quads quads = new Quads();
          positions.erase(begin, quads);
          if (!quads.set().isEmpty() || !quads.deleted().isEmpty()) {
            var _ = transaction.commit(quads);
          }
        });
  }

  private void eraseTypes(LongConsumer progress) throws DgraphException, InterruptedException {
    TypeNames names = new TypeNames(schema);
    List<String> types = new ArrayList<>();
    schema.nodeTypes().forEach(type -> types.add(names.of(type)));
    schema.edgeTypes().stream()
        .filter(EdgeType::keyed)
        .forEach(type -> types.add(names.ofRecord(type)));
    long[] erased = {0};
    for (String type : types) {
      boolean[] more = {true};
      while (more[0]) {
        retry(
            () -> {
              int count = eraseTypes(type);
              more[0] = count == BATCH;
              erased[0] += count;
            });
        progress.accept(erased[0]);
      }
    }
  }

  /** Takes a type from some nodes; from how many. */
  private int eraseTypes(String type) throws DgraphException {
    Transaction transaction = dgraph.begin(Deadline.after(TIMEOUT));
    Quads quads = new Quads();
    Dql dql = new Dql().add("  t(func: type(%s), first: %d) { uid }\n".formatted(type, BATCH));
    JsonReader.read(
        transaction.query(dql),
        (name, value) -> value.array(node -> quads.deleteType(Found.uid(node), type)));
    if (!quads.deleted().isEmpty()) {
      var _ = transaction.commit(quads);
    }
    return quads.deleted().size();
  }

  private void alter(Operation operation) throws DgraphException, InterruptedException {
    retry(() -> dgraph.alter(operation, Deadline.after(TIMEOUT)));
  }

  private List<String> keys() {
    List<String> out = new ArrayList<>();
    schema.nodeTypes().stream().map(NodeType::key).forEach(out::add);
    schema.edgeTypes().forEach(type -> type.record().ifPresent(record -> out.add(record.key())));
    return out;
  }

  private interface Step {
    void run() throws DgraphException;
  }

  private static void retry(Step step) throws DgraphException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        step.run();
        return;
      } catch (DgraphException e) {
        if (e.kind() == DgraphException.Kind.REFUSED || attempt >= ATTEMPTS) {
          throw e;
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
