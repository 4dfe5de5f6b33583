package dev.kith.dgraph;

import dev.kith.graph.schema.NodeType;
import io.dgraph.DgraphProto.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the keys of all nodes of a type, stubs too, a page after the other. Pages are of different
 * moments; a node that is there all the time is on one of them. Thread-safe.
 */
public final class KeyPages {
  /** What the first page comes after. */
  public static final String FIRST = "0x0";

  private static final String BLOCK = "keys";

  private final Dgraph dgraph;

  public KeyPages(Dgraph dgraph) {
    this.dgraph = dgraph;
  }

  /**
   * A page.
   *
   * @param last what the next page comes after; empty if this is the last one
   */
  public record Page(List<String> keys, String last) {}

  /**
   * Reads a page. Blocks, at most for {@code timeout}.
   *
   * @param after {@link #FIRST}, or the {@code last} of the page before
   */
  public Page read(NodeType type, String after, int size, Duration timeout) throws DgraphException {
    String page = GraphQuery.page(type.key(), size, after);
    Request request =
        Request.newBuilder()
            .setQuery("{ %s(%s) { uid k: %s } }".formatted(BLOCK, page, type.key()))
            .setReadOnly(true)
            .build();
    List<String> keys = new ArrayList<>();
    List<String> uids = new ArrayList<>();
    JsonReader.read(
        dgraph.query(request, Deadline.after(timeout)).getJson(),
        (block, nodes) ->
            nodes.array(
                node ->
                    node.object(
                        (field, value) -> (field.equals("uid") ? uids : keys).add(value.text()))));
    return new Page(keys, uids.size() == size ? uids.getLast() : "");
  }
}
