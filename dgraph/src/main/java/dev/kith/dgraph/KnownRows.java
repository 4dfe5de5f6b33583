package dev.kith.dgraph;

import dev.kith.graph.Row;
import dev.kith.graph.schema.NodeType;
import org.jspecify.annotations.Nullable;

/** Rows of nodes that are known without asking Dgraph. Thread-safe. */
public interface KnownRows {

  /** Nothing is known. */
  KnownRows NONE =
      new KnownRows() {
        @Override
        public boolean has(NodeType type) {
          return false;
        }

        @Override
        public @Nullable Row row(NodeType type, String key) {
          return null;
        }
      };

  /** Whether the rows of all nodes of a type are known. */
  boolean has(NodeType type);

  /** The attributes of a node of such a type; null if it has no row. */
  @Nullable Row row(NodeType type, String key);
}
