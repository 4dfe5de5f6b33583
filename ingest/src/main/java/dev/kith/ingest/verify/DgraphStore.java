package dev.kith.ingest.verify;

import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.GraphReader;
import dev.kith.dgraph.Stored;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.EdgeType;
import dev.kith.graph.schema.ElementType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Dgraph. A look is one query, so it is exact: Dgraph changes by whole transactions. */
final class DgraphStore implements StoredGraph {
  private static final int LOOK = 200;

  private final GraphReader reader;

  DgraphStore(GraphReader reader) {
    this.reader = reader;
  }

  @Override
  public String name() {
    return "Dgraph";
  }

  @Override
  public int copies(ElementType type) {
    return type instanceof EdgeType edge && edge.symmetric() ? 2 : 1;
  }

  @Override
  public GraphChange held(GraphChange put) {
    return GraphReader.held(put);
  }

  @Override
  public Map<Integer, Long> positions() throws CannotTellException {
    try {
      return reader.positions();
    } catch (DgraphException e) {
      throw away(e);
    }
  }

  @Override
  public void readAll(Consumer<Stored> out) throws CannotTellException {
    try {
      reader.readAll(out);
    } catch (DgraphException e) {
      throw away(e);
    }
  }

  @Override
  public void look(Collection<Element> elements, Consumer<Look> out) throws CannotTellException {
    List<Element> all = List.copyOf(elements);
    for (int i = 0; i < all.size(); i += LOOK) {
      List<Element> some = all.subList(i, Math.min(all.size(), i + LOOK));
      Map<Element, List<Stored>> found = new HashMap<>();
      List<Stored.Stray> strays = new ArrayList<>();
      try {
        Map<Integer, Long> positions = reader.read(some, stored -> sort(stored, found, strays));
        out.accept(new Look(some, positions, true, found, strays));
      } catch (DgraphException e) {
        throw away(e);
      }
    }
  }

  private static void sort(
      Stored stored, Map<Element, List<Stored>> found, List<Stored.Stray> strays) {
    switch (stored) {
      case Stored.Copy copy -> add(copy.put().element(), stored, found);
      case Stored.Broken broken -> add(broken.element(), stored, found);
      case Stored.Stray stray -> strays.add(stray);
    }
  }

  private static void add(Element element, Stored stored, Map<Element, List<Stored>> found) {
    found.computeIfAbsent(element, e -> new ArrayList<>()).add(stored);
  }

  private static CannotTellException away(DgraphException e) {
    return new CannotTellException(String.valueOf(e.getMessage()), e);
  }
}
