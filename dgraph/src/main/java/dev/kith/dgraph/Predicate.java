package dev.kith.dgraph;

import java.util.Collection;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A predicate in Dgraph's schema.
 *
 * @param type of its values ({@code string}), in brackets if it may have several ({@code [uid]})
 * @param tokenizers its indexes
 * @param directives the others, as {@code @upsert} and {@code @reverse}
 */
record Predicate(
    String name, String type, SortedSet<String> tokenizers, SortedSet<String> directives) {

  /** Concurrent writes of it don't abort each other: that must not be on any predicate of ours. */
  static final String NO_CONFLICT = "@noconflict";

  Predicate {
    tokenizers = Collections.unmodifiableSortedSet(new TreeSet<>(tokenizers));
    directives = Collections.unmodifiableSortedSet(new TreeSet<>(directives));
  }

  static Predicate of(String name, String type, String... directives) {
    return new Predicate(name, type, new TreeSet<>(), new TreeSet<>(Set.of(directives)));
  }

  /**
   * One by whose value nodes are found; of two transactions that write the same value one aborts.
   */
  static Predicate key(String name) {
    return new Predicate(
        name, "string", new TreeSet<>(Set.of("hash")), new TreeSet<>(Set.of("@upsert")));
  }

  /** This one with the indexes and directives of both, except {@link #NO_CONFLICT}. */
  Predicate with(Predicate other) {
    SortedSet<String> both = union(directives, other.directives);
    both.remove(NO_CONFLICT);
    return new Predicate(name, type, union(tokenizers, other.tokenizers), both);
  }

  /** As a schema declares it. */
  String declaration() {
    StringBuilder out = new StringBuilder("<" + name + ">: " + type);
    if (!tokenizers.isEmpty()) {
      out.append(" @index(").append(String.join(", ", tokenizers)).append(')');
    }
    directives.forEach(directive -> out.append(' ').append(directive));
    return out.append(" .\n").toString();
  }

  private static SortedSet<String> union(Collection<String> a, Collection<String> b) {
    SortedSet<String> out = new TreeSet<>(a);
    out.addAll(b);
    return out;
  }
}
