package dev.kith.dgraph;

import com.google.protobuf.ByteString;
import dev.kith.dgraph.EgoGraphBuilder.Edge;
import dev.kith.graph.Adjacency;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.GraphView;
import dev.kith.graph.schema.Attribute;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.graph.schema.NodeType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads the answers to the {@link EgoQuery queries} from some starts into an {@link EgoGraph}. In
 * an answer a node stands as often as a path leads to it, and its fields stand in the order of the
 * query: the uid first. Not thread-safe.
 */
final class EgoDecoder {
  private final List<Start> starts;
  private final boolean whole;
  private final TypeNames names;
  private final EgoGraphBuilder graph;
  private List<Unordered> unordered = new ArrayList<>();

  EgoDecoder(List<Start> starts, GraphSchema schema, TypeNames names) {
    this.starts = starts;
    this.whole = starts.getFirst().shape().whole();
    this.names = names;
    this.graph = new EgoGraphBuilder(schema);
  }

  /**
   * Reads the answer to the query from the starts.
   *
   * @param positions take what it says of them
   */
  void read(ByteString json, Positions positions) throws DgraphException {
    JsonReader.read(
        json,
        (block, nodes) -> {
          if (!positions.take(block, nodes) && block.charAt(0) == EgoQuery.START) {
            EgoShape shape = starts.get(index(block)).shape();
            nodes.array(node -> node.object(new NodeFields(shape.root(), shape.branches(), null)));
          }
        });
  }

  /** The lists that have to be read again, before the graph is as the shape wants it. */
  List<Unordered> unordered() {
    return unordered;
  }

  /** Reads the answer to the query for such lists, and for keys. */
  void readAgain(ByteString json, List<Unordered> lists, RowsBeside rows) throws DgraphException {
    unordered = new ArrayList<>(); // whatever is met from here on is in order
    JsonReader.read(
        json,
        (block, nodes) -> {
          switch (block.charAt(0)) {
            case EgoQuery.REREAD -> {
              Branch branch = lists.get(index(block)).branch();
              nodes.array(node -> node.object(new AgainFields(branch)));
            }
            case EgoQuery.NAMED -> {
              NodeType type = rows.types().get(index(block));
              nodes.array(node -> node.object(new NodeFields(type, List.of(), null)));
            }
            default -> {}
          }
        });
  }

  /** What was read so far. */
  EgoGraphBuilder graph() {
    return graph;
  }

  /** A list of edges that is being read. */
  private final class Read {
    private final Branch branch;
    private final int from;
    private int count;
    private long before = Adjacency.NO_TIME;
    private long last = Adjacency.NO_TIME;

    Read(Branch branch, int from) {
      this.branch = branch;
      this.from = from;
    }

    void edges(JsonReader value) throws IOException {
      value.objects(this::edge);
    }

    private void edge(JsonReader value) throws IOException {
      Edge edge;
      if (branch.hop().edge().keyed()) {
        RecordFields record = new RecordFields(branch, from);
        value.object(record);
        edge = record.edge();
      } else {
        NodeFields end = new NodeFields(branch.hop().target(), branch.branches(), this);
        value.object(end);
        edge = end.edge;
      }
      count++;
      before = last;
      last = edge == null ? Adjacency.NO_TIME : edge.time();
    }

    /** They come with the newest first, as far as that is their time. */
    Optional<Unordered> unordered(long uid) {
      if (count <= branch.limit()) {
        return Optional.empty();
      }
      if (branch.hop().edge().eventTime().isEmpty()) {
        return Optional.of(new Unordered(branch, uid, OptionalLong.empty()));
      }
      return before == last
          ? Optional.of(new Unordered(branch, uid, OptionalLong.of(last)))
          : Optional.empty();
    }
  }

  /** The fields of a node, and those of the edge without a key that led to it. */
  private final class NodeFields implements JsonReader.Field {
    private final NodeType type;
    private final List<Branch> branches;
    private final @Nullable Read origin;
    private final BitSet reading = new BitSet();
    private long uid;
    private int node = GraphView.NO_NODE;
    private @Nullable Edge edge;

    /**
     * @param origin the list of which it is an end
     */
    NodeFields(NodeType type, List<Branch> branches, @Nullable Read origin) {
      this.type = type;
      this.branches = branches;
      this.origin = origin;
    }

    @Override
    public void read(String name, JsonReader value) throws IOException {
      if (name.equals(EgoQuery.UID)) {
        readUid(value.uid());
      } else if (name.equals(EgoQuery.KEY)) {
        readKey(value.text());
      } else {
        switch (name.charAt(0)) {
          case EgoQuery.TYPES -> value.array(this::readType);
          case EgoQuery.ATTRIBUTE -> {
            if (!whole) {
              graph.exists(type, node);
            }
            value.into(graph.row(type, node), type.attributes().get(index(name)));
          }
          case EgoQuery.BRANCH, EgoQuery.MORE -> readEdges(index(name), value);
          case EgoQuery.EDGE_ATTRIBUTE -> {
            if (edge != null) {
              set(edge, name, value);
            }
          }
          default -> {}
        }
      }
    }

    private void readUid(long read) {
      uid = read;
      node = graph.node(type, read);
      if (origin != null) {
        edge = graph.edge(origin.branch, origin.from, read);
        edge.leadTo(node);
      }
    }

    private void readKey(String key) {
      graph.key(type, node, key);
      if (edge != null) {
        edge.key(key);
      }
    }

    /** The edges of a branch: a list, or one. */
    private void readEdges(int number, JsonReader value) throws IOException {
      Branch branch = branches.get(number);
      boolean begun = reading.get(number); // and this is more of it
      if (begun || graph.begin(branch, node)) { // else all were read where the node stood before
        reading.set(number);
        Read read = new Read(branch, node);
        read.edges(value);
        read.unordered(uid).ifPresent(unordered::add);
      }
    }

    private void readType(JsonReader value) throws IOException {
      if (value.text().equals(names.of(type))) {
        graph.exists(type, node);
      }
    }
  }

  /** The fields of the node that is an edge with a key. */
  private final class RecordFields implements JsonReader.Field {
    private final Branch branch;
    private final int from;
    private @Nullable Edge edge;
    private boolean ended;

    RecordFields(Branch branch, int from) {
      this.branch = branch;
      this.from = from;
    }

    @Override
    public void read(String name, JsonReader value) throws IOException {
      if (name.equals(EgoQuery.UID)) {
        edge = graph.edge(branch, from, value.uid());
      } else if (edge != null) {
        if (name.equals(EgoQuery.KEY)) {
          edge.key(value.text());
        } else if (name.equals(EgoQuery.FAR_END)) {
          edge.leadTo(graph.node(branch.hop().target(), value.longValue()));
          ended = true;
        } else if (name.equals(EgoQuery.FAR_NODE)) {
          value.object(new NodeFields(branch.hop().target(), branch.branches(), null));
        } else {
          set(edge, name, value);
        }
      }
    }

    /** What was read, once all of it is. */
    @Nullable Edge edge() throws IOException {
      if (!ended) {
        throw new IOException(
            "%s records have nothing of themselves beside their ends, as those of an earlier"
                    .formatted(branch.hop().edge())
                + " version of Kith or of another hand: './kith verify --repair' or './kith"
                + " rebuild' mends that");
      }
      return edge;
    }
  }

  /** The fields of a node of which one list of edges is read again. */
  private final class AgainFields implements JsonReader.Field {
    private final Branch branch;
    private int node = GraphView.NO_NODE;

    AgainFields(Branch branch) {
      this.branch = branch;
    }

    @Override
    public void read(String name, JsonReader value) throws IOException {
      if (name.equals(EgoQuery.UID)) {
        node = graph.node(branch.hop().source(), value.uid());
      } else {
        new Read(branch, node).edges(value); // whether it was read before or not
      }
    }
  }

  /** The number after a field's letter. */
  private static int index(String field) {
    return Integer.parseInt(field, 1, field.length(), 10);
  }

  private static void set(Edge edge, String field, JsonReader value) throws IOException {
    Attribute attribute = edge.type().attributes().get(index(field));
    if (edge.type().eventTime().filter(attribute::equals).isPresent()) {
      edge.time(Timestamps.parse(value.text()));
      edge.row().set(attribute, edge.time());
    } else {
      value.into(edge.row(), attribute);
    }
  }
}
