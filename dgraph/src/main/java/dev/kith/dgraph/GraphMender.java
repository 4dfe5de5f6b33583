package dev.kith.dgraph;

import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.EdgeType.EdgeRecord;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Mends of a graph in Dgraph what no change of an element would mend, while writers are at work.
 *
 * <p>Everything here is safe against them: what it deletes no writer needs, and where one is about
 * to need it, as a direct edge, both write the same statement and Dgraph aborts one of them.
 */
public final class GraphMender {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int ATTEMPTS = 50;

  private final Dgraph dgraph;
  private final GraphSchema schema;
  private final TypeNames names;
  private final String topicId;

  public GraphMender(Dgraph dgraph, GraphSchema schema, String topicId) {
    this.dgraph = dgraph;
    this.schema = schema;
    this.names = new TypeNames(schema);
    this.topicId = topicId;
  }

  /**
   * Gives each position another node, with the same position. A writer then looks up anew what it
   * knows of nodes: somebody may have removed one, and it comes back as another.
   *
   * @throws DgraphException of kind REFUSED if Dgraph holds the changes of another topic
   */
  public void renewPositions() throws DgraphException {
    retry(
        transaction -> {
          Dql dql = new Dql();
          Positions.ask(dql);
          Positions positions = Positions.ofTopic(topicId);
          JsonReader.read(transaction.query(dql), (name, value) -> positions.take(name, value));
          Quads quads = new Quads();
          positions.renew(quads);
          return quads;
        });
  }

  /** Deletes what belongs to no element, unless it does by now. */
  public void remove(Collection<Stored.Stray> strays) throws DgraphException {
    List<Stored.Stray> all = List.copyOf(strays);
    for (int i = 0; i < all.size(); i += 100) {
      List<Stored.Stray> some = all.subList(i, Math.min(all.size(), i + 100));
      retry(transaction -> removal(transaction, some));
    }
  }

  private Quads removal(Transaction transaction, List<Stored.Stray> strays) throws DgraphException {
    Quads quads = new Quads();
    List<Stored.DirectEdge> direct = new ArrayList<>();
    for (Stored.Stray stray : strays) {
      switch (stray) {
        case Stored.DirectEdge edge -> direct.add(edge);
        case Stored.LooseEnd end -> quads.unlink(end.from().uid(), end.type().name(), end.toUid());
        case Stored.Surplus surplus -> remove(surplus, quads);
      }
    }
    for (Stored stored : still(transaction, direct)) {
      if (stored instanceof Stored.DirectEdge edge) {
        quads.unlink(edge.from().uid(), edge.type().name(), edge.to().uid());
      }
    }
    return quads;
  }

  private void remove(Stored.Surplus surplus, Quads quads) {
    String uid = surplus.uid();
    switch (surplus.type()) {
      case NodeType type -> {
        quads.deleteType(uid, names.of(type));
        quads.delete(uid, type.key());
        schema.edgeTypes().stream()
            .filter(edge -> edge.from().equals(type))
            .forEach(edge -> quads.delete(uid, edge.name()));
      }
      case EdgeType type -> {
        EdgeRecord record = type.record().orElseThrow();
        quads.deleteType(uid, names.ofRecord(type));
        List.of(record.key(), record.from(), record.to())
            .forEach(predicate -> quads.delete(uid, predicate));
      }
    }
    quads.deleteRow(uid, surplus.type().attributes());
  }

  /** What now is of some direct edges. */
  private List<Stored> still(Transaction transaction, List<Stored.DirectEdge> edges)
      throws DgraphException {
    List<Stored> out = new ArrayList<>();
    if (edges.isEmpty()) {
      return out;
    }
    GraphQuery query = new GraphQuery(schema);
    Dql dql = new Dql();
    for (int i = 0; i < edges.size(); i++) {
      Stored.DirectEdge edge = edges.get(i);
      String from = "func: uid(" + edge.from().uid() + ")";
      query.directEdges(dql, "d" + i, from, edge.type(), List.of(edge.to().uid()));
    }
    GraphDecoder decoder = new GraphDecoder(schema, names, out::add);
    JsonReader.read(
        transaction.query(dql),
        (name, value) -> {
          int index = Integer.parseInt(name, 1, name.length(), 10);
          decoder.edges(edges.get(index).type().from(), value);
        });
    return out;
  }

  /** What a transaction is to write, by what it read. */
  private interface Decision {
    Quads make(Transaction transaction) throws DgraphException;
  }

  private void retry(Decision decision) throws DgraphException {
    for (int attempt = 1; ; attempt++) {
      try {
        Transaction transaction = dgraph.begin(Deadline.after(TIMEOUT));
        Quads quads = decision.make(transaction);
        if (!quads.set().isEmpty() || !quads.deleted().isEmpty()) {
          Map<String, String> _ = transaction.commit(quads);
        }
        return;
      } catch (DgraphException e) {
        if (e.kind() != DgraphException.Kind.ABORTED || attempt >= ATTEMPTS) {
          throw e;
        }
      }
    }
  }
}
