package dev.kith.features.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kith.features.evidence.AttributeValues;
import dev.kith.features.evidence.Explanation;
import dev.kith.features.evidence.Finding;
import dev.kith.features.evidence.Finding.Element;
import dev.kith.features.oracle.Hops.Edge;
import dev.kith.features.oracle.Rows.SourceRow;
import dev.kith.graph.KeyOrder;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Whether what an explanation shows is there, by the rows. */
public final class EvidenceOracle {
  private static final Comparator<Finding> OLDEST_FIRST =
      Comparator.comparingLong(EvidenceOracle::time)
          .thenComparing(EvidenceOracle::key, KeyOrder.INSTANCE);

  private final Rows rows;
  private final Hops hops;

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  public EvidenceOracle(Rows rows, long now) {
    this.rows = rows;
    this.hops = new Hops(rows, "", now, Limits.NONE); // nobody's, so that none leads back
  }

  /** Asserts that all nodes and edges are as the rows say, and in order. */
  public void check(Explanation why) {
    assertThat(why.asked().edge()).isEmpty();
    check(why.asked(), List.of());
    assertThat(why.pieces()).isGreaterThanOrEqualTo(Pieces.of(why).size());
  }

  private void check(Finding finding, List<Element> above) {
    Element node = finding.node();
    assertThat(node.attributes()).as("%s", node).isEqualTo(attributesOf(node));
    finding.edge().ifPresent(edge -> check(edge, node, above));
    assertThat(finding.findings()).isSortedAccordingTo(OLDEST_FIRST.reversed());
    List<Element> including = new ArrayList<>(above);
    including.add(node);
    finding.findings().forEach(below -> check(below, including));
  }

  /** It joins the node to one of those above. */
  private void check(Element edge, Element node, List<Element> above) {
    boolean product = node.type().name().equals("product");
    String hop =
        edge.type().name().equals("friends") ? "friends" : product ? "~purchased" : "purchased";
    List<Edge> there =
        hops.of(node.key(), hop).stream()
            .filter(e -> edge.key().isEmpty() || e.key().equals(edge.key()))
            .filter(e -> Objects.equals(e.time(), edge.time().map(Pieces::micros).orElse(null)))
            .filter(e -> above.stream().anyMatch(a -> a.key().equals(e.to())))
            .toList();
    assertThat(there).as("%s of %s under %s", edge, node, above).isNotEmpty();
    assertThat(edge.attributes())
        .as("%s", edge)
        .isEqualTo(
            edge.key().isEmpty()
                ? Map.of()
                : known(
                    rows.row(Table.PURCHASES, List.of(edge.key())), List.of("quantity", "amount")));
  }

  private Map<String, Object> attributesOf(Element node) {
    return node.type().name().equals("product")
        ? known(rows.row(Table.PRODUCTS, List.of(node.key())), List.of("category", "price"))
        : known(rows.row(Table.USERS, List.of(node.key())), List.of("age", "city", "created_at"));
  }

  private static Map<String, Object> known(@Nullable SourceRow row, List<String> columns) {
    Map<String, Object> out = new HashMap<>();
    for (String column : columns) {
      switch (row == null ? null : row.columns().get(column)) {
        case null -> {}
        case Integer number -> out.put(column, number.longValue());
        case BigDecimal decimal -> out.put(column, decimal.doubleValue());
        case Long micros -> out.put(column, AttributeValues.time(micros));
        case Object value -> out.put(column, value);
      }
    }
    return out;
  }

  private static long time(Finding finding) {
    return finding.edge().flatMap(Element::time).map(Pieces::micros).orElse(Long.MIN_VALUE);
  }

  /** The edge's; of a pair that of the other end. */
  private static String key(Finding finding) {
    return finding
        .edge()
        .map(Element::key)
        .filter(key -> !key.isEmpty())
        .orElse(finding.node().key());
  }
}
