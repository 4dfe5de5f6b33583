package dev.kith.dgraph;

import dev.kith.graph.EgoShape;
import dev.kith.graph.GraphView;
import dev.kith.graph.HypotheticalEdge;
import dev.kith.graph.HypotheticalView;
import dev.kith.graph.change.Watermark;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import io.dgraph.DgraphProto.Request;
import io.dgraph.DgraphProto.Response;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Reads the graph around one node from Dgraph, as it is at one moment: every batch that was
 * committed before the call is in it. Takes one query, and a second where a limit cuts a list of
 * which Dgraph has to sort out the newest, or where rows are known, and which nodes they belong to
 * is not yet. Thread-safe.
 */
public final class EgoGraphReader {
  private final Dgraph dgraph;
  private final GraphSchema schema;
  private final TypeNames names;
  private final NodeKeys nodeKeys = new NodeKeys();

  public EgoGraphReader(Dgraph dgraph, GraphSchema schema) {
    this.dgraph = dgraph;
    this.schema = schema;
    this.names = new TypeNames(schema);
  }

  /** Whether Dgraph holds this graph: before that, whatever is read is empty. Blocks. */
  public boolean isThere(Duration timeout) throws DgraphException {
    return dgraph.hasSchema(schema, timeout);
  }

  /**
   * What was read, of one moment.
   *
   * @param watermark what then was in Dgraph; empty if that is not known
   */
  public record Reading(GraphView view, Optional<Watermark> watermark) {}

  /** As {@link #read}, around several nodes, with what is known of how fresh it is. */
  public Reading readMarked(EgoShape shape, List<String> keys, long now, Duration timeout)
      throws DgraphException {
    return readMarked(shape, keys, now, List.of(), KnownRows.NONE, timeout);
  }

  /**
   * As above, with what is not from Dgraph.
   *
   * @param whatIf edges that the view has beside those that Dgraph has
   * @param known rows that are not read, and need not be of the same moment
   */
  public Reading readMarked(
      EgoShape shape,
      List<String> keys,
      long now,
      List<HypotheticalEdge> whatIf,
      KnownRows known,
      Duration timeout)
      throws DgraphException {
    Deadline deadline = Deadline.after(timeout);
    RowsBeside rows = RowsBeside.of(shape, known, nodeKeys.known());
    List<Start> starts = Starts.of(rows.rest(shape), keys, now, whatIf);
    EgoDecoder decoder = new EgoDecoder(starts, schema, names);
    Dql dql = EgoQuery.from(starts, rows, now);
    Positions.ask(dql);
    Positions positions = Positions.ofTopic("");
    Response answer = query(dql, 0, deadline);
    decoder.read(answer.getJson(), positions);
    long moment = answer.getTxn().getStartTs();
    rows = rows.with(nodeKeys.at(rows.keys(), moment));
    List<Unordered> lists = decoder.unordered();
    Dql again = EgoQuery.again(starts, rows, lists, now);
    rows.ask(again, decoder.graph());
    if (!again.isEmpty()) {
      decoder.readAgain(query(again, moment, deadline).getJson(), lists, rows);
    }
    return new Reading(
        HypotheticalView.of(decoder.graph().build(rows), whatIf), positions.watermark());
  }

  /** Forgets what was learnt of nodes: while Dgraph was away it may have become another one. */
  public void forgetNodes() {
    nodeKeys.forget();
  }

  /** What Dgraph holds now; empty if that is not known. Blocks, at most for {@code timeout}. */
  public Optional<Watermark> watermark(Duration timeout) throws DgraphException {
    Dql dql = new Dql();
    Positions.ask(dql);
    Positions positions = Positions.ofTopic("");
    JsonReader.read(query(dql, 0, Deadline.after(timeout)).getJson(), positions::take);
    return positions.watermark();
  }

  /**
   * A view that holds what {@code shape} names around the node of that key; one without that node
   * if Dgraph does not know the key. Where a limit of the shape cuts, it holds the newest of the
   * edges that exist at a time. Blocks, at most for {@code timeout}.
   *
   * @param now that time, in epoch microseconds
   */
  public GraphView read(EgoShape shape, String key, long now, Duration timeout)
      throws DgraphException {
    return readMarked(shape, List.of(key), now, timeout).view();
  }

  /**
   * Keys of nodes, drawn at random; fewer if there are not so many. Stubs may be among them. Reads
   * a bounded number of nodes. Blocks, at most for {@code timeout}.
   */
  public List<String> sample(NodeType type, int size, RandomGenerator random, Duration timeout)
      throws DgraphException {
    Deadline deadline = Deadline.after(timeout);
    return new NodeSampler(type, dql -> query(dql, 0, deadline).getJson(), random).keys(size);
  }

  /**
   * Asks.
   *
   * @param startTs the timestamp of the moment; 0 for now
   */
  private Response query(Dql dql, long startTs, Deadline deadline) throws DgraphException {
    Request request =
        Request.newBuilder()
            .setQuery(dql.text())
            .putAllVars(dql.variables())
            .setStartTs(startTs)
            .setReadOnly(true) // and not best-effort, which may lag behind the writer
            .build();
    return dgraph.query(request, deadline);
  }
}
