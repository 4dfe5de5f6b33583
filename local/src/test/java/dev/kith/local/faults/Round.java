package dev.kith.local.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * A round of the matrix. The seed decides it, whatever rounds come before.
 *
 * @param number from 1
 * @param twoIngests whether two of them share the work
 * @param before how long the load runs before the fault
 * @param during how long the fault lasts
 * @param after how long the load runs on afterwards
 */
record Round(
    int number, Fault fault, boolean twoIngests, Duration before, Duration during, Duration after) {

  /** Those that are killed and frozen. */
  private static final Set<Part> KILLED = EnumSet.complementOf(EnumSet.of(Part.DGRAPH_SERVING));

  /** Of a long run so many rounds have two faults at once. */
  private static final int PAIRS_A_DECK = 8;

  /** The rounds of a long run: every kind of fault about equally often, and random pairs. */
  static List<Round> many(long seed, int count, boolean disk) {
    List<Fault> faults = new ArrayList<>();
    for (int deck = 0; faults.size() < count; deck++) {
      Random random = new Random(seed * 1_000 + deck);
      List<Fault> cards = kinds(disk);
      for (int i = 0; i < PAIRS_A_DECK; i++) {
        cards.add(pair(random, disk));
      }
      Collections.shuffle(cards, random);
      faults.addAll(cards);
    }
    return rounds(seed, faults.subList(0, count));
  }

  /** A short run: every part and every link once, each in one way. */
  static List<Round> few(long seed, boolean disk) {
    Random random = new Random(seed);
    List<Fault> faults = new ArrayList<>();
    for (Part part : KILLED) {
      faults.add(random.nextBoolean() ? new Fault.Kill(part) : new Fault.Freeze(part));
    }
    for (Link link : Link.values()) {
      faults.add(pick(List.of(new Fault.Cut(link), new Fault.Stall(link)), random));
    }
    faults.add(random.nextBoolean() && disk ? new Fault.FullDisk() : new Fault.TwoWriters());
    Collections.shuffle(faults, random);
    return rounds(seed, faults);
  }

  private static List<Round> rounds(long seed, List<Fault> faults) {
    List<Round> out = new ArrayList<>();
    for (int i = 0; i < faults.size(); i++) {
      out.add(round(i + 1, faults.get(i), new Random(seed * 100_000 + i)));
    }
    return out;
  }

  private static Round round(int number, Fault fault, Random random) {
    boolean second = fault.parts().contains(Part.SECOND_INGEST) || random.nextInt(3) > 0;
    Duration during = millis(random, 500, 4_000);
    during = during.plus(atLeast(fault));
    return new Round(number, fault, second, millis(random, 500, 1_500), during, after(random));
  }

  /** Often none: what a zombie did wrong stays, as nothing comes that would cover it. */
  private static Duration after(Random random) {
    return random.nextBoolean() ? Duration.ZERO : millis(random, 0, 1_000);
  }

  /** Until it shows: a frozen one must be taken for dead, a full disk met several times. */
  private static Duration atLeast(Fault fault) {
    return switch (fault) {
      case Fault.Freeze freeze -> Installation.SESSION;
      case Fault.FullDisk full -> Duration.ofSeconds(6);
      case Fault.Pair(Fault one, Fault other) ->
          Collections.max(List.of(atLeast(one), atLeast(other)));
      default -> Duration.ZERO;
    };
  }

  private static List<Fault> kinds(boolean disk) {
    List<Fault> out = new ArrayList<>();
    for (Part part : KILLED) {
      out.add(new Fault.Kill(part));
      out.add(new Fault.Freeze(part));
    }
    for (Link link : Link.values()) {
      out.add(new Fault.Cut(link));
      out.add(new Fault.Stall(link));
      out.add(new Fault.Delay(link));
    }
    out.add(new Fault.TwoWriters());
    if (disk) {
      out.add(new Fault.FullDisk());
    }
    return out;
  }

  /** Two that don't touch the same part or link. */
  private static Fault pair(Random random, boolean disk) {
    while (true) {
      Fault one = pick(kinds(disk), random);
      Fault other = pick(kinds(disk), random);
      if (Collections.disjoint(one.parts(), other.parts()) && !link(one).equals(link(other))) {
        return new Fault.Pair(one, other);
      }
    }
  }

  private static List<Object> link(Fault fault) {
    return switch (fault) {
      case Fault.Cut(Link link) -> List.of(link);
      case Fault.Stall(Link link) -> List.of(link);
      case Fault.Delay(Link link) -> List.of(link);
      default -> List.of(fault);
    };
  }

  private static <T> T pick(List<T> of, Random random) {
    return of.get(random.nextInt(of.size()));
  }

  private static Duration millis(Random random, int from, int to) {
    return Duration.ofMillis(from + random.nextInt(to - from + 1));
  }

  @Override
  public String toString() {
    return "%s for %.1f s, %s"
        .formatted(fault, during.toMillis() / 1e3, twoIngests ? "two ingests" : "one ingest");
  }
}
