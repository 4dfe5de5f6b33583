package dev.kith.ingest.verify;

import dev.kith.dgraph.DgraphException;
import dev.kith.dgraph.DgraphWriter;
import dev.kith.dgraph.DgraphWriter.Written;
import dev.kith.dgraph.GraphMender;
import dev.kith.dgraph.Stored;
import dev.kith.graph.change.Element;
import dev.kith.graph.change.GraphChange;
import dev.kith.ingest.verify.ChangeLog.Logged;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes Dgraph what the topic says, where a report found that it is not, while ingest may go on.
 *
 * <p>An element is written by the ordinary writer, in a transaction that leaves its partition's
 * position where it is but holds it there: what is written is what the topic says before just that
 * position, so it can't be older than what a running writer has written. If the position moves
 * meanwhile, nothing is written, and the topic is read on. What is broken in a way that no put
 * mends, because the writer takes a record that is there for a whole one, is removed first.
 *
 * <p>What belongs to no element is deleted. All that may leave something to be mended in a second
 * round, as the edges of a node of which only one of two is left: so a comparison has to follow.
 */
final class Repair {
  private static final int BATCH = 200;
  private static final int ATTEMPTS = 200;

  private final ChangeLog log;
  private final DgraphWriter writer;
  private final GraphMender mender;
  private final Progress progress;
  private final Map<Element, History> histories = new HashMap<>();
  private long mended;

  Repair(ChangeLog log, DgraphWriter writer, GraphMender mender, Progress progress) {
    this.log = log;
    this.writer = writer;
    this.mender = mender;
    this.progress = progress;
  }

  /** Mends everything that a report names. */
  void mend(Report report) throws CannotTellException {
    for (Difference difference : report.differences()) {
      Element element = difference.element();
      histories.put(element, new History(element, difference.partition(), true));
    }
    try (ChangeLog.Cursor cursor = log.fromBeginning()) {
      mender.renewPositions();
      mender.remove(report.strays());
      for (Map.Entry<Integer, List<Difference>> partition :
          report.differences().stream()
              .collect(Collectors.groupingBy(Difference::partition))
              .entrySet()) {
        List<Difference> all = partition.getValue();
        for (int i = 0; i < all.size(); i += BATCH) {
          List<Difference> some = all.subList(i, Math.min(all.size(), i + BATCH));
          mend(partition.getKey(), some, cursor);
          mended += some.size();
          progress.at("Mending", mended, report.differences().size());
        }
      }
    } catch (DgraphException e) {
      throw new CannotTellException(String.valueOf(e.getMessage()), e);
    }
  }

  private void mend(int partition, List<Difference> differences, ChangeLog.Cursor cursor)
      throws CannotTellException, DgraphException {
    Set<Element> broken = new HashSet<>();
    for (Difference difference : differences) {
      if (difference.found().stream().anyMatch(Stored.Broken.class::isInstance)) {
        broken.add(difference.element());
      }
    }
    for (int attempt = 1; ; attempt++) {
      try {
        long position = writer.position(partition);
        cursor.readTo(log.ends(), this::note, "Reading what is to be mended", progress);
        List<GraphChange> changes = new ArrayList<>();
        for (Difference difference : differences) {
          changes.add(said(difference.element(), position));
        }
        List<GraphChange> removals =
            broken.stream().<GraphChange>map(GraphChange.Remove::new).toList();
        if ((removals.isEmpty() || write(partition, position, removals))
            && write(partition, position, changes)) {
          return;
        }
      } catch (DgraphException e) {
        if (e.kind() != DgraphException.Kind.ABORTED) {
          throw e;
        }
      }
      if (attempt >= ATTEMPTS) {
        throw new CannotTellException(
            "partition " + partition + " is written too fast to be mended: stop ingest", null);
      }
    }
  }

  /** Writes, if the position is where it was. */
  private boolean write(int partition, long position, List<GraphChange> changes)
      throws DgraphException {
    Written written = writer.write(partition, position, position, changes);
    return written.applied();
  }

  /** What the topic says of an element before an offset. */
  private GraphChange said(Element element, long offset) {
    History history = histories.get(element);
    return history == null
        ? new GraphChange.Remove(element)
        : history.before(offset).orElseGet(() -> new GraphChange.Remove(element));
  }

  private void note(Logged logged) {
    History history = histories.get(logged.change().element());
    if (history != null) {
      history.add(logged);
    }
  }
}
