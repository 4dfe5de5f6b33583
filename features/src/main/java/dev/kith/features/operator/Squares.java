package dev.kith.features.operator;

import dev.kith.graph.schema.AttributeType;
import it.unimi.dsi.fastutil.ints.Int2IntMap;
import it.unimi.dsi.fastutil.ints.Int2IntMaps;

/**
 * How many cycles of length 4 over a relation the asked node is in, u–f–x–g–u: four distinct nodes,
 * chords allowed, each cycle counted once. A node x that k neighbours lead to closes k (k − 1) / 2
 * of them.
 */
public final class Squares extends TwoHopOperator {

  @Override
  public String name() {
    return "squares";
  }

  @Override
  AttributeType type() {
    return AttributeType.INT;
  }

  @Override
  Object value(TwoHops hops) {
    long squares = 0;
    for (Int2IntMap.Entry way : Int2IntMaps.fastIterable(hops.ways())) {
      long ways = way.getIntValue();
      squares += ways * (ways - 1) / 2;
    }
    return squares;
  }
}
