package dev.kith.features.oracle;

import dev.kith.features.oracle.PathFeature.Step;
import dev.kith.features.oracle.Rows.SourceRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The edges around a user at a time, hop by hop, and what limits leave of them. A hop is named by
 * the path that leads along it from the user: {@code friends.purchased}.
 */
final class Hops {
  static final long SECOND = 1_000_000;
  static final long HOUR = 3_600 * SECOND;
  static final long DAY = 24 * HOUR;

  /**
   * An edge as one of its ends sees it.
   *
   * @param key its own, or, if it has none, that of the other end
   * @param id what it is the same edge by, also from its other end
   * @param time null if it has none
   */
  record Edge(Step step, String from, String to, String key, Object id, @Nullable Long time) {}

  private record Place(Step step, String node) {}

  private final String user;
  private final long now;
  private final Limits limits;
  private final Map<Place, List<Edge>> edges = new HashMap<>();

  /**
   * @param now the time of the evaluation, in epoch microseconds
   */
  Hops(Rows rows, String user, long now, Limits limits) {
    this.user = user;
    this.now = now;
    this.limits = limits;
    addFriendships(rows);
    for (SourceRow row : rows.of(Table.PURCHASES)) {
      String buyer = text(row, "user_id");
      String product = text(row, "product_id");
      String id = text(row, "purchase_id");
      Long time = row.time("purchased_at");
      add(new Edge(Step.PURCHASED, buyer, product, id, id, time));
      add(new Edge(Step.BUYERS, product, buyer, id, id, time));
    }
    edges.values().forEach(all -> all.sort(Hops::newestFirst));
  }

  /** The two rows of a pair are one friendship, as old as the older; unknown is older still. */
  private void addFriendships(Rows rows) {
    Map<Set<String>, List<SourceRow>> pairs = new LinkedHashMap<>();
    for (SourceRow row : rows.of(Table.FRIENDSHIPS)) {
      Set<String> pair = Set.of(text(row, "user_id"), text(row, "friend_id"));
      pairs.computeIfAbsent(pair, p -> new ArrayList<>()).add(row);
    }
    pairs.forEach(
        (pair, both) -> {
          Long since = both.getFirst().time("since");
          for (SourceRow row : both) {
            Long other = row.time("since");
            since = since == null || other == null ? null : Long.valueOf(Math.min(since, other));
          }
          String a = text(both.getFirst(), "user_id");
          String b = text(both.getFirst(), "friend_id");
          add(new Edge(Step.FRIENDS, a, b, b, pair, since));
          add(new Edge(Step.FRIENDS, b, a, a, pair, since));
        });
  }

  /** The future does not exist. */
  private void add(Edge edge) {
    if (edge.time() == null || edge.time() <= now) {
      edges.computeIfAbsent(new Place(edge.step(), edge.from()), p -> new ArrayList<>()).add(edge);
    }
  }

  /** What has no time is older than all that has one; of what is equally old, keys decide. */
  private static int newestFirst(Edge a, Edge b) {
    long timeOfA = a.time() == null ? Long.MIN_VALUE : a.time();
    long timeOfB = b.time() == null ? Long.MIN_VALUE : b.time();
    return timeOfA != timeOfB
        ? Long.compare(timeOfB, timeOfA)
        : Arrays.compare(b.key().codePoints().toArray(), a.key().codePoints().toArray());
  }

  /** The time of the evaluation, in epoch microseconds. */
  long now() {
    return now;
  }

  /** The edges at the end of a path, each as often as there are nodes from which it is walked. */
  List<Edge> along(String path) {
    List<Edge> out = new ArrayList<>();
    for (String node : before(path)) {
      out.addAll(of(node, path));
    }
    return out;
  }

  /** The edges of one node along a hop: the newest, and of them those not back to the user. */
  List<Edge> of(String node, String hop) {
    return existing(node, hop).stream()
        .limit(limits.of(hop))
        .filter(edge -> !(edge.step().target().equals("user") && edge.to().equals(user)))
        .toList();
  }

  /** Whether at any of the nodes on a path a limit left edges out. */
  boolean isCut(String path) {
    return isCutSince(path, Long.MIN_VALUE);
  }

  /** Whether it did so before the end of a path, or, there, of edges that lie in a window. */
  boolean isCutWithin(String path, long window) {
    return isCutSince(path, now - window + 1);
  }

  private boolean isCutSince(String path, long since) {
    return before(path).stream().anyMatch(node -> isCut(node, path, since)) || isCutBefore(path);
  }

  /** Whether a limit left edges out before the last hop of a path. */
  boolean isCutBefore(String path) {
    return path.contains(".") && isCut(parent(path));
  }

  /** Whether of the edges of a node a limit left some out. */
  boolean isCut(String node, String hop) {
    return isCut(node, hop, Long.MIN_VALUE);
  }

  /** Whether it did so, and the newest of those was not before a time. */
  boolean isCut(String node, String hop, long since) {
    return existing(node, hop).stream()
        .skip(limits.of(hop))
        .findFirst()
        .map(edge -> edge.time() == null ? Long.MIN_VALUE : edge.time())
        .filter(newest -> newest >= since)
        .isPresent();
  }

  /** The nodes from which the last hop of a path leads on. */
  private Set<String> before(String path) {
    Set<String> out = new LinkedHashSet<>();
    if (path.contains(".")) {
      along(parent(path)).forEach(edge -> out.add(edge.to()));
    } else {
      out.add(user);
    }
    return out;
  }

  private List<Edge> existing(String node, String hop) {
    Step step = Step.of(hop.substring(hop.lastIndexOf('.') + 1));
    return edges.getOrDefault(new Place(step, node), List.of());
  }

  private static String parent(String path) {
    return path.substring(0, path.lastIndexOf('.'));
  }

  /** Whether an edge was made in the last so many microseconds. */
  boolean isWithin(Edge edge, long window) {
    return edge.time() != null && now - window < edge.time() && edge.time() <= now;
  }

  private static String text(SourceRow row, String column) {
    return Objects.requireNonNull(row.text(column));
  }
}
