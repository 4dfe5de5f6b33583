/**
 * The fault matrix: Kith's processes, a broker, a registry and a Dgraph, each killed, frozen and
 * cut off under load, and what Kith then holds compared with the oracle. {@link
 * dev.kith.local.faults.FaultMatrixTest} is the whole of it.
 */
package dev.kith.local.faults;
