package dev.kith.ingest.verify;

import dev.kith.dgraph.Stored;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.graph.schema.ElementType;
import dev.kith.graph.schema.GraphSchema;
import dev.kith.ingest.verify.ChangeLog.Logged;
import dev.kith.ingest.verify.Fingerprint.ElementHash;
import dev.kith.ingest.verify.History.Verdict;
import dev.kith.ingest.verify.StoredGraph.Look;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * One comparison of a store with the topic, while both go on.
 *
 * <ol>
 *   <li>The topic is read from its beginning to its end into an {@link ElementTable}: of each
 *       element the last change decides.
 *   <li>The store is waited for until it has taken all of that, or stands still.
 *   <li>All of the store is read and compared with the table. What differs is in doubt.
 *   <li>The topic is read on. What changed meanwhile is in doubt too, whether it differed or not.
 *   <li>What is in doubt is looked at again, with the whole of its {@link History}, until that
 *       explains what the store holds, or can't. To be called wrong an element must be wrong in two
 *       looks, with the topic read to a new end after each: compaction may remove a record between
 *       the last change of an element and the next, before it is read.
 * </ol>
 *
 * <p>Memory: the table's, and about half a kilobyte for each element that is in doubt: those that
 * change while the store is read, and those that are wrong, up to {@link #MAX_DOUBTS}.
 */
final class Comparison {
  /** With more than that in doubt the store is not worth looking at closely. */
  static final int MAX_DOUBTS = 500_000;

  private static final int LOOKED_AT = 100_000;

  private static final String READ_ON = "Reading on";

  private final ChangeLog log;
  private final GraphSchema schema;
  private final StoredGraph store;
  private final Patience patience;
  private final Progress progress;
  private final Fingerprint fingerprint;

  private final ElementTable table = new ElementTable();
  private final Map<ElementType, Long> counts = new LinkedHashMap<>();

  /** In doubt because of what the store holds, and because of what it lacks. */
  private final Set<Element> doubted = new HashSet<>();

  private final Set<ElementHash> missing = new HashSet<>();
  private long uncounted;

  /** Of all that is in doubt. */
  private final Map<Element, History> histories = new LinkedHashMap<>();

  private final List<Difference> differences = new ArrayList<>();
  private final Set<Stored.Stray> strays = new LinkedHashSet<>();
  private final Map<Integer, Long> positions = new TreeMap<>();
  private long read;

  Comparison(
      ChangeLog log, GraphSchema schema, StoredGraph store, Patience patience, Progress progress) {
    this.log = log;
    this.schema = schema;
    this.store = store;
    this.patience = patience;
    this.progress = progress;
    this.fingerprint = new Fingerprint(log.codec());
  }

  Report run() throws CannotTellException {
    long start = System.nanoTime();
    schema.nodeTypes().forEach(type -> counts.put(type, 0L));
    schema.edgeTypes().forEach(type -> counts.put(type, 0L));
    positions.putAll(store.positions()); // first, to fail before the work
    try (ChangeLog.Cursor tail = log.fromBeginning()) {
      Map<Integer, Long> ends = log.ends();
      tail.readTo(ends, this::expect, "Reading kith.graph-changes", progress);
      checkNotAhead();
      long behind = awaitStore(ends);
      store.readAll(this::compare);
      table.forEachNotSeen(id -> doubt(missing, id));
      tail.readTo(log.ends(), this::note, READ_ON, progress);
      checkTold(behind);
      gather();
      long inFlight = settle(tail);
      return new Report(
          store.name(),
          counts,
          differences,
          uncounted,
          List.copyOf(strays),
          inFlight,
          behind(log.ends()),
          positions,
          Duration.ofNanos(System.nanoTime() - start));
    }
  }

  private void expect(Logged logged) {
    GraphChange change = logged.change();
    Element element = change.element();
    ElementHash id = fingerprint.of(element);
    if (change instanceof GraphChange.Remove) {
      if (table.remove(id)) {
        counts.merge(element.type(), -1L, Long::sum);
      }
    } else if (table.put(id, fingerprint.of(store.held(change)), store.copies(element.type()))) {
      counts.merge(element.type(), 1L, Long::sum);
    }
  }

  /** A store that has taken more than there is belongs to a topic that lost its end. */
  private void checkNotAhead() throws CannotTellException {
    Map<Integer, Long> ends = log.ends();
    for (Map.Entry<Integer, Long> position : positions.entrySet()) {
      long end = ends.getOrDefault(position.getKey(), 0L);
      if (position.getValue() > end) {
        throw new CannotTellException(
            "%s holds partition %d up to offset %d, but Kafka has it up to %d: changes were lost"
                .formatted(store.name(), position.getKey(), position.getValue(), end),
            null);
      }
    }
  }

  /** How many changes before those offsets the store still has to take when it stands still. */
  private long awaitStore(Map<Integer, Long> ends) throws CannotTellException {
    long most = Math.max(1, behind(ends));
    patience.begin();
    for (long behind = behind(ends); behind > 0; behind = behind(ends)) {
      progress.at("Waiting for " + store.name(), most - Math.min(most, behind), most);
      if (!patience.pause(behind)) {
        return behind;
      }
    }
    return 0;
  }

  private long behind(Map<Integer, Long> ends) throws CannotTellException {
    positions.putAll(store.positions());
    return ends.entrySet().stream()
        .mapToLong(end -> Math.max(0, end.getValue() - position(positions, end.getKey())))
        .sum();
  }

  private static long position(Map<Integer, Long> positions, int partition) {
    return positions.getOrDefault(partition, 0L);
  }

  private void compare(Stored stored) {
    progress.at("Reading " + store.name(), ++read, -1);
    switch (stored) {
      case Stored.Copy(GraphChange put, boolean backward) -> {
        ElementHash id = fingerprint.of(put.element());
        if (table.see(id, fingerprint.of(put), backward) == ElementTable.Match.OTHER) {
          doubt(doubted, put.element());
        }
      }
      case Stored.Broken broken -> doubt(doubted, broken.element());
      case Stored.Stray stray -> stray(stray);
    }
  }

  private void stray(Stored.Stray stray) {
    if (strays.size() < MAX_DOUBTS) {
      strays.add(stray);
    } else {
      uncounted++;
    }
  }

  private <T> void doubt(Set<T> doubts, T thing) {
    if (doubted.size() + missing.size() < MAX_DOUBTS || doubts.contains(thing)) {
      doubts.add(thing);
    } else {
      uncounted++;
    }
  }

  /** Whether what is too much to be looked at is simply wrong, and not on its way. */
  private void checkTold(long behind) throws CannotTellException {
    if (uncounted > 0 && behind > 0) {
      throw new CannotTellException(
          "%s has %,d changes still to take, and does not go on: is ingest running?"
              .formatted(store.name(), behind),
          null);
    }
    if (uncounted > 0 && histories.size() >= uncounted) {
      throw new CannotTellException(
          "%,d elements changed while %s was read: too many to be compared"
              .formatted(histories.size(), store.name()),
          null);
    }
  }

  /** Of a change that came after the table was made. */
  private void note(Logged logged) {
    histories
        .computeIfAbsent(
            logged.change().element(), element -> new History(element, logged.partition(), false))
        .add(logged);
  }

  /** Finds the changes of what is in doubt, unless the change that explains it is new. */
  private void gather() throws CannotTellException {
    Set<ElementHash> wanted = new HashSet<>(missing);
    for (Element element : doubted) {
      wanted.add(fingerprint.of(element));
    }
    histories.keySet().forEach(element -> wanted.remove(fingerprint.of(element)));
    if (wanted.isEmpty()) {
      return;
    }
    for (Element element : doubted) {
      histories.computeIfAbsent(element, e -> new History(e, log.partitionOf(e), true));
    }
    try (ChangeLog.Cursor again = log.fromBeginning()) {
      again.readTo(
          log.ends(),
          logged -> {
            Element element = logged.change().element();
            if (wanted.contains(fingerprint.of(element))) {
              histories
                  .computeIfAbsent(element, e -> new History(e, logged.partition(), true))
                  .add(logged);
            }
          },
          "Reading what differs in kith.graph-changes",
          progress);
    }
  }

  /** Looks at what is in doubt until it is told; how many elements can't be. */
  private long settle(ChangeLog.Cursor tail) throws CannotTellException {
    Set<Element> open = new LinkedHashSet<>(histories.keySet());
    Set<Element> wrongOnce = new HashSet<>();
    patience.begin();
    while (!open.isEmpty()) {
      for (List<Element> some : chunks(open)) {
        progress.at(
            "Looking again at " + store.name(), histories.size() - open.size(), histories.size());
        List<Look> looks = new ArrayList<>();
        store.look(some, looks::add);
        tail.readTo(log.ends(), this::noteIfInDoubt, READ_ON, (step, done, total) -> {});
        looks.forEach(look -> judge(look, open, wrongOnce));
      }
      if (!open.isEmpty() && !wrongOnce.containsAll(open) && !patience.pause(-progressOfStore())) {
        return open.size();
      }
    }
    return 0;
  }

  private long progressOfStore() throws CannotTellException {
    positions.putAll(store.positions());
    return ChangeLog.sum(positions);
  }

  private static List<List<Element>> chunks(Set<Element> elements) {
    List<Element> all = List.copyOf(elements);
    List<List<Element>> out = new ArrayList<>();
    for (int i = 0; i < all.size(); i += LOOKED_AT) {
      out.add(all.subList(i, Math.min(all.size(), i + LOOKED_AT)));
    }
    return out;
  }

  private void noteIfInDoubt(Logged logged) {
    History history = histories.get(logged.change().element());
    if (history != null) {
      history.add(logged);
    }
  }

  private void judge(Look look, Set<Element> open, Set<Element> wrongOnce) {
    look.strays().forEach(this::stray);
    for (Element element : look.elements()) {
      History history = histories.get(element);
      if (history == null) {
        continue;
      }
      List<Stored> found = look.found().getOrDefault(element, List.of());
      long from = position(look.from(), history.partition());
      Verdict verdict = history.judge(found, store, from, look.exact());
      if (verdict == Verdict.RIGHT) {
        open.remove(element);
      } else if (verdict == Verdict.WRONG && !wrongOnce.add(element)) {
        open.remove(element);
        differences.add(
            new Difference(element, history.partition(), history.end().map(store::held), found));
      } else if (verdict == Verdict.IN_FLIGHT) {
        wrongOnce.remove(element);
      }
    }
  }
}
