package dev.kith.local.source;

/**
 * What happened to a row.
 *
 * @param row as it is afterwards; of a deleted one only the key counts
 */
public record RowChange(Op op, TableRow row) {

  /** Debezium's operations. */
  public enum Op {
    /** It was there when the connector first looked: a row of the snapshot. */
    READ("r"),
    CREATE("c"),
    UPDATE("u"),
    DELETE("d");

    private final String code;

    Op(String code) {
      this.code = code;
    }

    String code() {
      return code;
    }
  }

  public static RowChange read(TableRow row) {
    return new RowChange(Op.READ, row);
  }

  public static RowChange create(TableRow row) {
    return new RowChange(Op.CREATE, row);
  }

  public static RowChange update(TableRow row) {
    return new RowChange(Op.UPDATE, row);
  }

  public static RowChange delete(TableRow row) {
    return new RowChange(Op.DELETE, row);
  }
}
