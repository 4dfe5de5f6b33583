package dev.kith.features.review;

import dev.kith.features.path.Step;
import dev.kith.graph.EgoShape;
import dev.kith.graph.EgoShape.Branch;
import dev.kith.graph.schema.Hop;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The paths that a feature reads, with their limits.
 *
 * @param paths each from the asked node, none the beginning of another
 * @param bound how many elements can be touched at most; empty if a step has no limit
 */
public record ReadPaths(List<List<Step>> paths, OptionalLong bound) {

  /**
   * Those of one feature.
   *
   * @param shape of a plan of that feature alone
   */
  static ReadPaths of(EgoShape shape) {
    List<List<Step>> paths = new ArrayList<>();
    shape.branches().forEach(branch -> collect(branch, List.of(), paths));
    long own = 1; // the asked node's row
    return new ReadPaths(
        paths,
        unbounded(shape.branches())
            ? OptionalLong.empty()
            : OptionalLong.of(sum(own, elements(shape.branches(), 1))));
  }

  /** The steps that have no limit, as the paths up to and with them. */
  List<List<Step>> unlimited() {
    return beginnings().filter(path -> path.getLast().limit() == EgoShape.UNLIMITED).toList();
  }

  /** By path as features.yaml writes it, what it says of its last step: a number, or none. */
  SequencedMap<String, String> limits() {
    SequencedMap<String, String> out = new LinkedHashMap<>();
    beginnings()
        .forEach(
            path -> {
              int limit = path.getLast().limit();
              out.put(written(path), limit == EgoShape.UNLIMITED ? "none" : "" + limit);
            });
    return out;
  }

  /** Each path, and each beginning of one, once. */
  Stream<List<Step>> beginnings() {
    return paths.stream()
        .flatMap(
            path ->
                Stream.iterate(1, n -> n <= path.size(), n -> n + 1).map(n -> path.subList(0, n)))
        .distinct();
  }

  /** A path as features.yaml writes it. */
  public static String written(List<Step> path) {
    return hops(path).stream().map(Hop::toString).collect(Collectors.joining("."));
  }

  static List<Hop> hops(List<Step> path) {
    return path.stream().map(Step::hop).toList();
  }

  private static void collect(Branch branch, List<Step> before, List<List<Step>> out) {
    List<Step> path = new ArrayList<>(before);
    path.add(new Step(branch.hop(), branch.limit()));
    if (branch.branches().isEmpty()) {
      out.add(List.copyOf(path));
    }
    branch.branches().forEach(next -> collect(next, path, out));
  }

  private static boolean unbounded(List<Branch> branches) {
    return branches.stream()
        .anyMatch(branch -> branch.limit() == EgoShape.UNLIMITED || unbounded(branch.branches()));
  }

  /** Edges, each once, and the rows of the nodes that they lead to, where those are read. */
  private static long elements(List<Branch> branches, long sources) {
    long elements = 0;
    for (Branch branch : branches) {
      long edges = product(sources, branch.limit());
      elements = sum(elements, edges);
      if (!branch.nodeAttributes().isEmpty()) {
        elements = sum(elements, edges);
      }
      elements = sum(elements, elements(branch.branches(), edges));
    }
    return elements;
  }

  /** What does not fit is as good as the greatest number. */
  private static long product(long a, long b) {
    long high = Math.multiplyHigh(a, b);
    long low = a * b;
    return high != 0 || low < 0 ? Long.MAX_VALUE : low;
  }

  private static long sum(long a, long b) {
    long sum = a + b;
    return sum < 0 ? Long.MAX_VALUE : sum;
  }
}
