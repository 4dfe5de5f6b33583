package dev.kith.graph.memory;

import dev.kith.graph.Row;
import org.jspecify.annotations.Nullable;

/** The attributes of edges in rows, one an edge. */
final class EdgeRows implements BulkEdges.Values {
  private final Row[] rows;

  EdgeRows(Row[] rows) {
    this.rows = rows;
  }

  @Override
  public long present(int edge) {
    return rows[edge].present();
  }

  @Override
  public long bits(int edge, int attribute) {
    return rows[edge].bits(attribute);
  }

  @Override
  public @Nullable String text(int edge, int attribute) {
    return rows[edge].text(attribute);
  }
}
