package dev.kith.serving.snapshot;

import dev.kith.graph.memory.MemoryGraph;

/** A graph that was read from a file; whoever gets it is the only one who has it. */
public record Snapshot(SnapshotHead head, MemoryGraph graph) {}
